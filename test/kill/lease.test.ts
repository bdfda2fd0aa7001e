import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { RunEvent } from '../../core/run/events.ts';
import { hardDisk } from '../../executor/journal/disk.ts';
import { CHAIN_START, chainLine } from '../../executor/journal/hash-chain.ts';
import { JournalWriter } from '../../executor/journal/journal-writer.ts';
import { takeLease } from '../../executor/journal/lease.ts';
import { systemProcesses } from '../../executor/journal/processes.ts';
import { readJournal } from '../../executor/journal/read-journal.ts';
import { journalFile, leaseFolder, type RunHandle } from '../../executor/journal/run-directory.ts';
import { watchedGate } from './killing-gate.ts';
import { Stage } from './stage.ts';
import { worldOf } from './world.ts';

const wanting = fileURLToPath(new URL('./wanting-process.ts', import.meta.url));
const at = '2026-11-23T09:00:00Z';
const begun: RunEvent = {
  kind: 'run-started',
  at,
  runId: 'r',
  planHash: 'h',
  target: { kind: 'azure' },
  startedBy: 'tester',
};
const alarm = (key: string): RunEvent => ({ kind: 'alarm', at, key, message: key });

/** A run of which there is a journal and nothing else. */
function bareRun(): RunHandle & { readonly remove: () => void } {
  const directory = mkdtempSync(join(tmpdir(), 'failback-lease-'));
  const run = { id: 'bare', directory, remove: () => rmSync(directory, { recursive: true }) };
  writeFileSync(journalFile(run), `${chainLine(0, CHAIN_START, begun).line}\n`);
  return run;
}

/** A process that waits for a word, wants the lease, and tells whether it got it. */
async function wantingProcess(run: RunHandle): Promise<ChildProcess> {
  const child = spawn(process.execPath, [wanting, run.directory], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  await once(child, 'message');
  return child;
}

async function answerOf(child: ChildProcess): Promise<string> {
  child.send('now');
  const [answer] = (await once(child, 'message')) as [string];
  return answer;
}

test('two processes that want a run at the same instant: exactly one has it, five times over', async () => {
  for (let round = 0; round < 5; round += 1) {
    const run = bareRun();
    const children = await Promise.all([wantingProcess(run), wantingProcess(run)]);
    try {
      const answers = await Promise.all(children.map(answerOf));
      assert.deepEqual(answers.toSorted(), ['epoch 1', 'run-taken']);
    } finally {
      for (const child of children) child.kill('SIGKILL');
      run.remove();
    }
  }
});

test('a lease survives the process that had it, which is seen to be dead; the next one raises the epoch', async () => {
  const run = bareRun();
  const child = await wantingProcess(run);
  try {
    assert.equal(await answerOf(child), 'epoch 1');
    await assert.rejects(takeLease(run), { code: 'run-taken' });
    child.kill('SIGKILL');
    const [, signal] = await once(child, 'exit');
    assert.equal(signal, 'SIGKILL');
    assert.equal((await takeLease(run)).epoch, 2);
  } finally {
    child.kill('SIGKILL');
    run.remove();
  }
});

test('a process id that was given out again is not the process that had the lease', async () => {
  const run = bareRun();
  try {
    await takeLease(run);
    const me = await systemProcesses.me();
    assert.equal(await systemProcesses.fateOf(me), 'alive');
    if (me.started !== undefined) assert.equal(await systemProcesses.fateOf({ ...me, started: '1' }), 'dead');
    assert.equal(await systemProcesses.fateOf({ ...me, boot: 'another' }), 'dead');
    assert.equal(await systemProcesses.fateOf({ ...me, host: 'another' }), 'unseen');
  } finally {
    run.remove();
  }
});

test('whoever lost the run writes nothing more, and what it had in its hands goes where nobody reads', async () => {
  const run = bareRun();
  try {
    const first = await takeLease(run);
    const { writer: old } = await JournalWriter.open(run, first.refuseFenced);
    await old.append([alarm('before')], { sync: true });
    await assert.rejects(takeLease(run), { code: 'run-taken' });
    const second = await takeLease(run, { takeOver: true });
    assert.equal(second.epoch, 2);
    const { writer } = await JournalWriter.open(run, second.refuseFenced);
    await assert.rejects(old.append([alarm('late')], { sync: true }), { code: 'run-fenced' });
    await assert.rejects(first.refuseFenced(), { code: 'run-fenced' });
    await writer.append([alarm('after')], { sync: true });
    await writer.close();
    await old.close();
    const keys = (await readJournal(journalFile(run))).events.flatMap((event) =>
      event.kind === 'alarm' ? [event.key] : [],
    );
    assert.deepEqual(keys, ['before', 'after']);
  } finally {
    run.remove();
  }
});

test('a line that is written between the look at the lease and the sync counts for nobody', async () => {
  const run = bareRun();
  try {
    const first = await takeLease(run);
    let after: () => Promise<void> = async () => {};
    // The process is held up just after it made sure that the run is its own.
    const { writer: old } = await JournalWriter.open(run, async () => {
      await first.refuseFenced();
      await after();
    });
    const later: { writer?: JournalWriter } = {};
    after = async () => {
      after = async () => {};
      const second = await takeLease(run, { takeOver: true });
      later.writer = (await JournalWriter.open(run, second.refuseFenced)).writer;
    };
    await assert.rejects(old.append([alarm('between')], { sync: true }), { code: 'run-fenced' });
    await later.writer?.append([alarm('after')], { sync: true });
    const { events } = await readJournal(journalFile(run));
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['run-started', 'alarm'],
    );
    await later.writer?.close();
    await old.close();
  } finally {
    run.remove();
  }
});

test('an executor from which the run is taken sends nothing more, and the run ends as if there had been one', async () => {
  const stage = await Stage.set(worldOf('fenced', { runbook: 'one' }, 5, {}));
  try {
    const { gate, crossings } = watchedGate(() => undefined);
    let calls = 0;
    const { ended, strike } = await stage.play(stage.start, {
      gate: () => (passage, act) => {
        if (passage.what !== 'call') return gate(passage, act);
        calls += 1;
        // The second call: its intent is on the disk, and somebody takes the run before it is sent.
        return gate(passage, async () => {
          if (calls === 2) await takeFrom(stage.run);
          return act();
        });
      },
      disk: () => hardDisk,
    });
    await assert.rejects(ended, { code: 'run-fenced' });
    await strike();
    assert.equal(crossings.filter(({ passage }) => passage.what === 'call').length, 2);
    assert.equal(stage.lastNotes().filter(({ method }) => method === 'POST').length, 1);
  } finally {
    stage.close();
  }
});

async function takeFrom(run: RunHandle): Promise<void> {
  await hardDisk.link(join(leaseFolder(run), '1.json'), join(leaseFolder(run), '2.json'));
  assert.ok(readdirSync(leaseFolder(run)).includes('2.json'));
}
