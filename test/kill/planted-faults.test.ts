import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import type { RunEvent } from '../../core/run/events.ts';
import { reduce } from '../../core/run/reduce.ts';
import type { Effects } from '../../executor/effects.ts';
import type { Disk } from '../../executor/journal/disk.ts';
import { approvedAndFresh, chainVerifies, type Evidence, meansTheSame, nothingEarly, withinBudget } from './checks.ts';
import { estateAt } from './estate-truth.ts';
import { type CalmRun, eventsOf, judge, playCalmly, resumeAt } from './matrix.ts';
import { worldOf } from './world.ts';

/** Each check of the matrix is shown to fail once, by an executor or a journal with the fault that it is there for. */

const QUIET = { runbook: 'one' } as const;
const calm: CalmRun = await playCalmly(worldOf('planted', QUIET, 5, {}));
test.after(() => calm.stage.close());

const evidence: Evidence = {
  plan: calm.stage.written.plan,
  events: eventsOf(calm.outcome),
  notes: calm.outcome.moment.notes,
  jobs: estateAt(calm.outcome.moment, calm.stage.world, calm.stage.written).jobs,
};

const without = (unwanted: (event: RunEvent) => boolean): Evidence => ({
  ...evidence,
  events: evidence.events.filter((event) => !unwanted(event)),
});

function assertFault(faults: readonly string[], wanted: RegExp): void {
  assert.ok(
    faults.some((fault) => wanted.test(fault)),
    `${wanted} is not among ${JSON.stringify(faults)}`,
  );
}

test('the run without a fault passes every check', () => {
  assert.deepEqual(judge(calm, calm.outcome), []);
});

test('an executor that does not sync is seen by the proxy', async () => {
  const unsynced = (disk: Disk): Disk => ({
    ...bound(disk),
    create: async (path) => ({ ...bound(await disk.create(path)), sync: async () => {} }),
  });
  const world = worldOf('unsynced', QUIET, 5, {});
  const careless = await playCalmly(world, { disk: unsynced });
  assertFault(judge(careless, careless.outcome), /came before its intent was synced/);
  careless.stage.close();
});

test('an executor that calls twice is seen in the estate and by the proxy', async () => {
  const twice = (effects: Effects): Effects => ({
    ...effects,
    async call(call, requestId) {
      await effects.call(call, randomUUID());
      return effects.call(call, requestId);
    },
  });
  const world = worldOf('twice', QUIET, 5, { secondPost: 'accepted' });
  const run = await playCalmly(world, { effects: twice });
  const faults = judge(run, run.outcome);
  run.stage.close();
  assertFault(faults, /of which the journal has no intent/);
  assertFault(faults, /came before its intent was synced/);
});

test('an executor that does not look for its job before it calls again is seen in the estate', async () => {
  const blind = (effects: Effects): Effects => ({
    ...effects,
    jobsBetween: async () => ({ jobs: [], complete: true }),
    // Nothing of ours is running, and the item allows what it allowed: so says the vault to this one.
    items: async () => (await effects.items()).map((item) => ({ ...item, currentJobId: undefined })),
  });
  const world = worldOf('blind', QUIET, 5, {
    secondPost: 'accepted',
    verbsWhileBusy: 'unchanged',
    currentScenario: 'none',
    reprotectSeconds: 3600,
  });
  const run = await playCalmly(world);
  try {
    const point = run.points.find(({ what, cut }) => what === 'call' && cut === 'after, unseen,');
    assert.ok(point);
    const { faults } = await resumeAt(run, point, { staging: { effects: blind } });
    assertFault(faults, /was accepted 2 times/);
  } finally {
    run.stage.close();
  }
});

test('an executor that takes up a job of somebody else is seen in the estate', async () => {
  const stranger = '99999999-0000-4000-8000-000000000000';
  const run = await playCalmly(worldOf('adopting', QUIET, 5, {}));
  try {
    const point = run.points.find(({ what, cut }) => what === 'call' && cut === 'before');
    const sent = run.outcome.moment.notes.find(({ method }) => method === 'POST');
    assert.ok(point && sent);
    let meddled = false;
    const adopting = (effects: Effects, url: string): Effects => ({
      ...effects,
      async items() {
        if (!meddled) {
          meddled = true;
          await fetch(new URL(sent.url, url), {
            method: 'POST',
            headers: {
              authorization: 'Bearer x',
              'content-type': 'application/json',
              'x-ms-client-request-id': stranger,
            },
            body: sent.body,
          });
        }
        return effects.items();
      },
      // Whatever runs on our item must be ours, thinks this one.
      async job(id) {
        return { ...(await effects.job(id)), activityId: openRequest };
      },
    });
    const openRequest = eventsOf(run.outcome).flatMap((event) => (event.kind === 'intent' ? [event.requestId] : []))[0];
    const { faults } = await resumeAt(run, point, { staging: { effects: adopting } });
    assertFault(faults, /which somebody else started/);
  } finally {
    run.stage.close();
  }
});

test('a point of no return without an approval, on another plan, or before its preflight is seen in the journal', () => {
  const commit = /'data\/erp-db-01\/commit' was intended though/;
  assertFault(
    approvedAndFresh(without((event) => event.kind === 'gate-answered' && event.step === 'data/before-commit/approve')),
    commit,
  );
  const onAnother = evidence.events.map((event) =>
    event.kind === 'gate-answered' ? { ...event, planHash: 'another' } : event,
  );
  assertFault(approvedAndFresh({ ...evidence, events: onAnother }), commit);
  assertFault(approvedAndFresh(without(({ kind }) => kind === 'preflight')), /though '.*preflight' did not hold/);
  const moved = evidence.events.map((event) =>
    event.kind === 'preflight' ? { ...event, moved: ['a datastore'] } : event,
  );
  assertFault(approvedAndFresh({ ...evidence, events: moved }), /though '.*preflight' did not hold/);
});

test('a point of no return on old facts is seen by the proxy', () => {
  const notes = evidence.notes.filter(({ url }) => !/replicationProtectedItems\?/i.test(url));
  assertFault(approvedAndFresh({ ...evidence, notes }), /facts older than a minute/);
});

test('a step that begins early is seen in the journal', () => {
  const done = (event: RunEvent) => event.kind === 'step-done' && event.step === 'data/erp-db-01/replicate';
  assertFault(nothingEarly(without(done)), /began before 'data\/erp-db-01\/replicate' had ended well/);
});

test('one flipped bit and one removed line are seen in the chain', () => {
  const { journal } = calm.outcome;
  const flipped = Buffer.from(journal);
  const at = Math.floor(flipped.length / 2);
  flipped[at] = (flipped[at] ?? 0) ^ 1;
  assertFault(chainVerifies(flipped), /cannot be trusted/);
  const lines = journal.toString('utf8').split('\n');
  assertFault(chainVerifies(Buffer.from(lines.toSpliced(7, 1).join('\n'))), /cannot be trusted/);
  assertFault(chainVerifies(journal.subarray(0, journal.length - 3)), /middle of a line/);
});

test('a meaning that depends on when it is read is seen', () => {
  let read = 0;
  const fickle: typeof reduce = (...journal) => ({ ...reduce(...journal), because: String(read++) });
  assertFault(meansTheSame(evidence.plan, evidence.events, fickle), /mean different things/);
});

test('an estate that ends otherwise, and a run that does, are seen', async () => {
  const other = await playCalmly(worldOf('deleting', QUIET, 5, { commitDeletes: 'vm-disks-and-interfaces' }));
  other.stage.close();
  assertFault(
    judge({ ...calm, truth: { ...calm.truth, stands: `${calm.truth.stands}\nand more` } }, calm.outcome),
    /stands otherwise/,
  );
  assert.notEqual(other.truth.stands, calm.truth.stands);
  const state = { ...calm.outcome.state, status: 'failed' as const };
  assertFault(judge(calm, { ...calm.outcome, state }), /ended 'failed' instead of 'done'/);
});

test('more requests than our share are seen by the proxy', () => {
  const [first] = evidence.notes;
  assert.ok(first);
  assertFault(withinBudget({ ...evidence, notes: Array.from({ length: 80 }, () => first) }), /More reads than/);
});

/** The methods of an object of a class, so that some can be replaced. */
function bound<T extends object>(thing: T): T {
  return new Proxy(thing, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
    ownKeys: (target) => [...Reflect.ownKeys(target), ...Reflect.ownKeys(Object.getPrototypeOf(target) as object)],
    getOwnPropertyDescriptor: (target, name) => ({
      enumerable: true,
      configurable: true,
      value: Reflect.get(target, name),
    }),
  });
}
