import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunState } from '../../core/run/state.ts';
import type { Host } from '../../executor/host.ts';
import { sendCommand } from '../../executor/journal/runs.ts';
import type { Knobs } from '../../simulator/knobs.ts';
import { listening, openEstate, type TestEstate } from './estate.ts';

async function withFaults(
  faults: readonly string[],
  check: (estate: TestEstate, state: RunState) => Promise<void> | void,
  more: { readonly knobs?: Partial<Knobs>; readonly timeoutMs?: number } = {},
): Promise<void> {
  const estate = await openEstate({ faults, ...more });
  try {
    await check(estate, await estate.execute());
  } finally {
    await estate.close();
  }
}

/** Jobs that the service began for a machine, whoever asked how often: what must never be two. */
function acceptedOf(estate: TestEstate, verb: string, machine: string): number {
  const id = estate.plan.machines.find(({ name }) => name === machine)?.itemId?.toLowerCase() ?? '';
  return estate.simulator
    .exchanges()
    .filter(
      ({ method, url, status }) =>
        method === 'POST' && url.toLowerCase().includes(`${id}/${verb}`.toLowerCase()) && status === 202,
    ).length;
}

test('429: the call is made again after Retry-After, and was never taken twice', () =>
  withFaults(['429:90@reprotect/erp-db-01'], (estate, state) => {
    assert.equal(state.status, 'done', state.because);
    const step = state.steps.get('data/erp-db-01/reprotect');
    assert.equal(step?.attempt, 2);
    assert.deepEqual(step?.survived, ["Azure refused 'reprotect' of 'erp-db-01' for now: too many requests (429)."]);
    assert.equal(estate.simulator.requests().byItem['erp-db-01']?.reprotect, 2);
  }));

test('429 without Retry-After: the pause is our own', () =>
  withFaults(['429-bare@commit/erp-app-01'], (_estate, state) => {
    assert.equal(state.status, 'done', state.because);
    assert.equal(state.steps.get('apps/erp-app-01/commit')?.attempt, 2);
  }));

for (const lost of ['lost-answer', '500-accepted', '503-accepted'])
  for (const operation of ['reprotect', 'failover', 'commit'] as const)
    test(`${lost}@${operation}: the job is found by our request id and adopted, and nothing is sent again`, () =>
      withFaults([`${lost}@${operation}/erp-db-01`], (estate, state) => {
        assert.equal(state.status, 'done', state.because);
        const at = state.steps.get(`data/erp-db-01/${operation}`);
        assert.equal(at?.acceptedBy, 'activity-id');
        assert.equal(at?.attempt, 1);
        assert.equal(estate.simulator.requests().byItem['erp-db-01']?.[operation], 1);
      }));

for (const gone of ['drop', '500', '503'])
  test(`${gone}@failover: two empty looks a settle time apart, then it is issued anew, once`, () =>
    withFaults([`${gone}@failover/erp-db-01`], (estate, state) => {
      assert.equal(state.status, 'done', state.because);
      const step = state.steps.get('data/erp-db-01/failover');
      assert.equal(step?.attempt, 2);
      assert.equal(step?.acceptedBy, 'response');
      assert.equal(acceptedOf(estate, 'plannedFailover', 'erp-db-01'), 1);
    }));

test('hang-accepted: an answer that never comes is a lost one, and the job is adopted', () =>
  withFaults(
    ['hang-accepted@reprotect/erp-app-02'],
    (estate, state) => {
      assert.equal(state.status, 'done', state.because);
      assert.equal(state.steps.get('apps/erp-app-02/reprotect')?.acceptedBy, 'activity-id');
      assert.equal(estate.simulator.requests().byItem['erp-app-02']?.reprotect, 1);
    },
    { timeoutMs: 400 },
  ));

for (const [status, words] of [
  ['403', "Ask for the role 'Site Recovery Operator'"],
  ['404', 'See whether the item was removed'],
] as const)
  test(`${status}: the machine stops with the service's words and a remedy, its siblings come home`, () =>
    withFaults([`${status}@reprotect/erp-app-01`], (estate, state) => {
      assert.equal(state.status, 'failed');
      const step = state.steps.get('apps/erp-app-01/reprotect');
      assert.equal(step?.status, 'failed');
      assert.match(step?.failure?.remedy ?? '', new RegExp(words));
      assert.equal(state.steps.get('apps/erp-app-01/replicate')?.status, 'stopped');
      assert.equal(state.steps.get('apps/erp-app-02/replicate')?.status, 'done');
      assert.equal(state.steps.get('data/erp-db-01/home')?.status, 'done');
      assert.equal(state.steps.get('after-all/remove-leftovers')?.status, 'stopped');
      assert.equal(estate.simulator.requests().byItem['erp-app-01']?.reprotect, 1);
    }));

test('401: the run needs a sign-in, waits, and goes on by itself', async () => {
  // The SDK answers a first challenge by itself, with a fresh token; a second one means that a person must sign in.
  const estate = await openEstate({ faults: ['401@commit/erp-db-01#1', '401@commit/erp-db-01#2'] });
  try {
    const host = listening();
    const state = await estate.execute({ host });
    assert.equal(state.status, 'done', state.because);
    assert.equal(state.steps.get('data/erp-db-01/commit')?.attempt, 2);
    assert.deepEqual(
      host.told.filter((told) => told === 'needs-sign-in' || told === 'signed-in'),
      ['needs-sign-in', 'signed-in'],
    );
  } finally {
    await estate.close();
  }
});

test('95226: the job fails, the rule and the service are quoted, and a retry brings the machine home', () =>
  withFaults(['95226@reprotect/erp-db-01'], async (estate, state) => {
    assert.equal(state.status, 'failed');
    const failure = state.steps.get('data/erp-db-01/reprotect')?.failure;
    assert.equal(failure?.code, '95226');
    assert.ok(failure?.recommendedAction, 'The service recommends something, and the failure carries it.');
    assert.match(failure?.remedy ?? '', /failback retry RUN data\/erp-db-01\/reprotect/);
    const answer = await sendCommand(estate.run, {
      kind: 'retry',
      step: 'data/erp-db-01/reprotect',
      who: 'dr-lead',
      because: 'the firewall is open again',
    });
    assert.equal(answer.outcome, 'waiting');
    const again = await estate.execute();
    assert.equal(again.status, 'done', again.because);
    assert.equal(again.epoch, 2);
    const [told = ''] = again.steps.get('data/erp-db-01/reprotect')?.survived ?? [];
    assert.match(told, /^It failed \(95226\): .* Taken up again by dr-lead: the firewall is open again$/);
    assert.equal(estate.simulator.requests().byItem['erp-db-01']?.reprotect, 2);
  }));

test('a job that completes with information is done, and a person is told', () =>
  withFaults(['information@failover/erp-db-01'], (_estate, state) => {
    assert.equal(state.status, 'done', state.because);
    assert.ok(state.alarms.some(({ machine }) => machine === 'erp-db-01'));
  }));

test('a reading that fails now and then is read again', () =>
  withFaults(['503@items#2', 'drop@items#4', '429:5@job/*#1'], (_estate, state) => {
    assert.equal(state.status, 'done', state.because);
  }));

test('531006: a crash-consistent point suffices although the health is critical', () =>
  withFaults(['531006@replicate/erp-db-01'], (_estate, state) => {
    assert.equal(state.status, 'done', state.because);
  }));

for (const [fault, step] of [
  ['resync@replicate/erp-app-01', 'apps/erp-app-01/replicate'],
  ['hang@replicate/erp-app-01', 'apps/erp-app-01/replicate'],
  ['hang@failover/erp-db-01', 'data/erp-db-01/failover'],
] as const)
  test(`${fault}: what never ends is told, and cancelling the run stops waiting without touching the job`, async () => {
    const estate = await openEstate({ faults: [fault] });
    try {
      const stop = new AbortController();
      const host: Host = {
        notify: (event) => {
          if (event.kind === 'alarm' && event.key.startsWith('slow/')) stop.abort();
        },
      };
      const state = await estate.execute({ host, signal: stop.signal });
      assert.ok(state.alarms.some(({ message }) => message.includes('far longer than expected')));
      assert.equal(state.steps.get(step)?.status, 'running');
      assert.equal(state.endedAt, undefined, 'A process that stops leaves a run that can be taken up again.');
      assert.equal(estate.simulator.requests().byOperation.cancel ?? 0, 0);
    } finally {
      await estate.close();
    }
  });
