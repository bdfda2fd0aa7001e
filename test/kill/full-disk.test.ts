import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJournal } from '../../executor/journal/read-journal.ts';
import { journalFile, reserveFile } from '../../executor/journal/run-directory.ts';
import type { EffectGate, Passage } from '../../executor/run/effect-gate.ts';
import type { ForgetfulDisk } from './forgetful-disk.ts';
import { judge, playCalmly } from './matrix.ts';
import { type Moment, Stage } from './stage.ts';
import { worldOf } from './world.ts';

const WORLD = worldOf('a disk in trouble', { runbook: 'batches' }, 5, {});

/** Whether a passage writes an intent of that operation. */
const intends = ({ what, bytes }: Passage, operation: string) =>
  what === 'append' && Buffer.from(bytes ?? []).includes(`"operation":"${operation}"`);

/** Executes until the process ends by itself, with trouble at some passage; then takes the run up on a good disk. */
async function endsWith(trouble: (passage: Passage, disk: ForgetfulDisk) => void, code: string) {
  const calm = await playCalmly(WORLD);
  const { stage } = calm;
  const disks: ForgetfulDisk[] = [];
  let look: () => Moment = () => stage.start;
  const passages: Passage[] = [];
  const gate = (see: () => Moment): EffectGate => {
    look = see;
    return (passage, act) => {
      passages.push(passage);
      const [disk] = disks;
      if (disk !== undefined) trouble(passage, disk);
      return act();
    };
  };
  const { ended, strike } = await stage.play(stage.start, {
    gate,
    disk: (disk) => {
      disks.push(disk);
      return disk;
    },
  });
  await assert.rejects(ended, { code });
  const moment = look();
  await strike();
  const [disk] = disks;
  assert.ok(disk);
  const { events, cut } = parseJournal(await disk.read(journalFile(stage.run)), 'the journal');
  const resume = async () => {
    const again = await stage.play(moment, { gate: () => (_, act) => act() });
    const outcome = await again.ended;
    await again.strike();
    return judge(calm, outcome);
  };
  return { stage, disk, events, cut, moment, passages, resume };
}

test('a full disk takes no intent, so nothing is sent; why the run stops still fits, and with room it goes on', async () => {
  const { stage, disk, events, cut, moment, resume } = await endsWith((passage, disk) => {
    if (intends(passage, 'reprotect')) disk.capacity = Math.min(disk.capacity, disk.used + 100);
  }, 'journal-full');
  try {
    assert.equal(moment.notes.filter(({ method }) => method !== 'GET').length, 0);
    assert.equal(cut, false);
    assert.ok(!events.some(({ kind }) => kind === 'intent'));
    const last = events.at(-1);
    assert.ok(last?.kind === 'alarm' && last.message.includes('is full') && last.message.includes('Make room'));
    await assert.rejects(disk.read(reserveFile(stage.run)), { code: 'ENOENT' }, 'the reserved room was used');
    assert.deepEqual(await resume(), []);
  } finally {
    stage.close();
  }
});

test('what came of calls under way is written down where room was reserved', async () => {
  let called = 0;
  const { stage, events, moment, resume } = await endsWith((passage, disk) => {
    // Two calls of the second batch travel together; the disk is full before either is answered.
    if (passage.what === 'call') called += 1;
    if (passage.what === 'call' && called >= 5) disk.capacity = disk.used;
  }, 'journal-full');
  try {
    const sent = moment.notes.filter(({ method }) => method === 'POST').length;
    assert.ok(sent >= 5);
    assert.equal(events.filter(({ kind }) => kind === 'accepted').length, sent);
    assert.deepEqual(await resume(), []);
  } finally {
    stage.close();
  }
});

test('a sync that failed is not tried again: the process ends, and the call is not sent', async () => {
  let failed = false;
  let syncsAfter = 0;
  const { stage, moment, resume } = await endsWith((passage, disk) => {
    if (failed && passage.what === 'sync' && passage.path?.includes('journal')) syncsAfter += 1;
    if (intends(passage, 'planned-failover')) failed = disk.syncFails = true;
  }, 'journal-unwritable');
  try {
    assert.equal(syncsAfter, 1);
    assert.equal(moment.notes.filter(({ url }) => /plannedFailover/i.test(url)).length, 0);
    assert.deepEqual(await resume(), []);
  } finally {
    stage.close();
  }
});

test('on a full disk a run is not taken up', async () => {
  const stage = await Stage.set(WORLD);
  try {
    const { ended, strike } = await stage.play(stage.start, {
      gate: () => (_, act) => act(),
      disk: (disk) => {
        disk.capacity = disk.used + 2000;
        return disk;
      },
    });
    await assert.rejects(ended, { code: 'journal-full' });
    await strike();
    assert.deepEqual(stage.lastNotes(), []);
  } finally {
    stage.close();
  }
});
