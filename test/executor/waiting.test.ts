import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunEvent } from '../../core/run/events.ts';
import type { Clock } from '../../executor/clock.ts';
import { readProgress } from '../../executor/journal/progress-file.ts';
import { sendCommand } from '../../executor/journal/runs.ts';
import { TimeWatch } from '../../executor/run/time-watch.ts';
import { EVERY_GATE, openEstate, type TestEstate } from './estate.ts';

const HOUR = 3600;

test('what stands still is told once, with its disk and since when, and taken back when it moves again', async () => {
  const estate = await openEstate({ faults: ['pause@replicate/erp-app-01'], knobs: SLOW });
  try {
    const events: RunEvent[] = [];
    const state = await estate.execute({ host: { notify: (event) => void events.push(event) } });
    assert.equal(state.status, 'done', state.because);
    const told = events.filter((event) => event.kind === 'alarm' && event.key.startsWith('stalled/'));
    assert.equal(told.length, 1);
    const [alarm] = told;
    assert.ok(alarm?.kind === 'alarm');
    assert.match(
      alarm.message,
      /^The replication of 'erp-app-01' stands still: nothing was copied for 1 h[^.]*, since 20\d\d-\d\d-\d\d \d\d:\d\d UTC, at \d+ %, [\d.]+ [GM]iB\. Not complete: '.+' \(.*\)\. /,
    );
    assert.match(alarm.message, /so look further on: the appliance/);
    const over = events.findIndex((event) => event.kind === 'alarm-over' && event.key === alarm.key);
    assert.ok(over > events.indexOf(alarm));
    assert.ok(state.alarms.find(({ message }) => message === alarm.message)?.overAt);
  } finally {
    await estate.close();
  }
});

test('a copy under way tells its bytes, and what is left as an interval by its own pace', async () => {
  const estate = await openEstate({ faults: ['hang@replicate/erp-app-01'], knobs: SLOW });
  try {
    const stop = new AbortController();
    const seen: string[] = [];
    await estate.execute({
      signal: stop.signal,
      clock: {
        ...estate.clock,
        async sleep(seconds, signal) {
          const figures = (await readProgress(estate.run))?.steps.find(
            ({ step }) => step === 'data/erp-db-01/replicate',
          );
          if (figures?.left !== undefined) {
            assert.ok(figures.left.low <= figures.left.likely && figures.left.likely <= figures.left.high);
            seen.push(figures.note);
            if (seen.length > 3) stop.abort();
          }
          await estate.clock.sleep(seconds, signal);
        },
      },
    });
    assert.ok(seen.length > 3);
    for (const note of seen) assert.match(note, /^Replicated \d+ %, [\d.]+ [GM]iB read$/);
  } finally {
    await estate.close();
  }
});

test('an agent that registers ten minutes late is waited for before the reprotect', async () => {
  const estate = await openEstate();
  try {
    const effects = await estate.connect();
    const from = estate.clock.now().getTime();
    const state = await estate.execute({
      effects: {
        ...effects,
        async items() {
          const late = estate.clock.now().getTime() - from < 10 * 60_000;
          const rows = await effects.items();
          return rows.map((row) => (late ? { ...row, allowedOperations: [] } : row));
        },
      },
    });
    assert.equal(state.status, 'done', state.because);
    assert.equal(state.steps.get('data/erp-db-01/reprotect')?.attempt, 1);
    assert.ok(Date.parse(state.steps.get('data/erp-db-01/reprotect')?.startedAt ?? '') - from >= 10 * 60_000);
  } finally {
    await estate.close();
  }
});

test('a computer that slept looks before it acts, and deadlines count by the service', async () => {
  const { state, after, alarms } = await throughJump({ sleeps: 9 * HOUR });
  assert.equal(state.status, 'done', state.because);
  assert.equal(after[0], 'GET replicationProtectedItems');
  assert.match(alarms.join('\n'), /^This computer slept, or its clock was set forward: 9 h passed at once\./);
});

for (const [name, set] of [
  ['forward', 5 * HOUR],
  ['back', -7 * HOUR],
] as const)
  test(`a clock that is set ${name} by hours moves no deadline: the service's clock is asked first`, async () => {
    const { state, after, journalled } = await throughJump({ set });
    assert.equal(state.status, 'done', state.because);
    assert.equal(after[0], 'GET replicationProtectedItems');
    // Once the service was heard, what is journalled has its time again.
    assert.ok(
      journalled.every((at) => Math.abs(at) < 2 * HOUR),
      String(journalled),
    );
  });

test('drift is no jump, and a sleep while the network is away decides nothing', () => {
  let now = 0;
  let steady = 0;
  const clock: Clock = { now: () => new Date(now), speed: 1, steady: () => steady, sleep: async () => {} };
  const watch = new TimeWatch(clock, true);
  now += 600_000;
  steady += 590;
  assert.equal(watch.jumped(), 0);
  assert.ok(watch.heard);
  now += 3_600_000;
  steady += 1;
  assert.equal(watch.jumped(), 3599);
  assert.ok(!watch.heard, 'until the service was asked');
  assert.equal(watch.jumped(), 0);
  assert.ok(!watch.heard, 'however often nobody could ask it');
  watch.hear();
  now -= 7_200_000;
  assert.equal(watch.jumped(), -7200);
});

/** So slow that a copy is looked at often enough to know its pace. */
const SLOW = { replicationRate: 4e6, jitter: 0 };

/** A run whose computer sleeps, or whose clock is set, while it waits for the first approval. */
async function throughJump({ sleeps = 0, set = 0 }: { readonly sleeps?: number; readonly set?: number }) {
  const estate: TestEstate = await openEstate();
  try {
    let offset = 0;
    let steady = 0;
    const clock: Clock = {
      speed: 0,
      now: () => new Date(estate.clock.now().getTime() + offset * 1000),
      steady: () => steady,
      async sleep(seconds, signal) {
        steady += seconds;
        await estate.clock.sleep(seconds, signal);
      },
    };
    const effects = await estate.connectBy(clock);
    let before = -1;
    const alarms: string[] = [];
    const journalled: number[] = [];
    const state = await estate.execute({
      clock,
      effects,
      approvals: EVERY_GATE.map((one) => one).filter(() => before >= 0),
      host: {
        notify(event) {
          if (before >= 0 && event.kind === 'intent')
            journalled.push((Date.parse(event.at) - estate.simulator.now().getTime()) / 1000);
          if (event.kind === 'alarm' && event.key.startsWith('clock/')) alarms.push(event.message);
          if (event.kind !== 'gate-opened') return;
          if (before < 0) {
            before = estate.simulator.exchanges().length;
            estate.simulator.advance(sleeps);
            offset = set;
            // The virtual clock is read anew only by asking it.
            void estate.clock.sleep(0, new AbortController().signal);
          }
          for (const who of ['dr-lead', 'erp-owner', 'operations'])
            void sendCommand(estate.run, { kind: 'approve', step: event.step, who });
        },
      },
    });
    const after = estate.simulator
      .exchanges()
      .slice(before)
      .map(({ method, url }) => `${method} ${(url.split('?')[0] ?? '').split('/').at(-1)}`);
    return { state, after, alarms, journalled };
  } finally {
    await estate.close();
  }
}
