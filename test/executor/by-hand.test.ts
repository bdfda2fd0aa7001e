import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeedByHand } from '../../core/run/by-hand.ts';
import { deedOf } from '../../core/run/by-hand.ts';
import type { Effects } from '../../executor/effects.ts';
import { sendCommand } from '../../executor/journal/runs.ts';
import { rehearseDeed } from '../../executor/operator/rehearsed-deed.ts';
import { changes, eventsOf, openBranch } from './classic-estate.ts';
import type { TestEstate } from './estate.ts';

const DELETED = 'all/branch-print/delete-old';
const REGISTERED = 'process-server/ps-branch/register';

async function inBranch(
  check: (estate: TestEstate) => Promise<void>,
  options: Parameters<typeof openBranch>[0] = {},
): Promise<void> {
  const estate = await openBranch(options);
  try {
    await check(estate);
  } finally {
    await estate.close();
  }
}

/** The same effects, which write down what people did in the estate. */
function written(effects: Effects, deeds: DeedByHand[], then: () => void = () => {}): Effects {
  return {
    ...effects,
    async rehearse(deed) {
      const refused = await effects.rehearse?.(deed);
      deeds.push(deed);
      then();
      return refused;
    },
  };
}

/** Says yes to a step; nobody waits for the answer, which a run that is stopped never gives. */
function say({ run }: TestEstate, step: string): void {
  sendCommand(run, { kind: 'approve', step, who: 'branch-lead' }).catch(() => {});
}

/** Most bytes that any look at a machine's item showed as moved home, as a share of its disks. */
function copied({ simulator, plan }: TestEstate, machine: string): number {
  const size = plan.machines.find(({ name }) => name === machine)?.bytes ?? 0;
  const moved = simulator.exchanges().flatMap(({ method, url, responseBody }) => {
    if (method !== 'GET' || !/replicationProtectedItems\/[^/?]+\?/i.test(url) || responseBody === '') return [];
    const { friendlyName, providerSpecificDetails: details } = JSON.parse(responseBody).properties ?? {};
    return friendlyName === machine && details.instanceType === 'InMage' ? [details.totalDataTransferred] : [];
  });
  return Math.max(0, ...moved) / size;
}

test('what a person does by hand is read from the plan', () =>
  inBranch(async ({ plan }) => {
    const deeds = plan.steps.flatMap((step) => deedOf(plan, step) ?? []);
    assert.deepEqual(deeds, [
      { kind: 'register-process-server', name: 'ps-branch' },
      { kind: 'delete-site-machine', name: 'branch-print' },
    ]);
  }));

test('what is confirmed in a rehearsal happens in its estate: the server joins, and the deleted machine is copied whole', () =>
  inBranch(async (estate) => {
    const state = await estate.execute();
    assert.equal(state.status, 'done', state.because);
    assert.equal(
      state.steps.get(DELETED)?.note,
      "Supposed to be done, on the word of tester: this is a rehearsal; the simulated site has no 'branch-print' any more",
    );
    assert.match(state.steps.get(REGISTERED)?.note ?? '', /'ps-branch' is registered in the simulated estate$/);
    assert.ok(copied(estate, 'branch-print') > 0.5, `${copied(estate, 'branch-print')} is no whole copy`);
    const delta = copied(estate, 'branch-db');
    assert.ok(delta > 0 && delta < 0.1, `${delta} is not what changed`);
  }));

test('a word from the inbox does it too', () =>
  inBranch(async (estate) => {
    const deeds: DeedByHand[] = [];
    const state = await estate.execute({
      approvals: [],
      effects: written(await estate.connect(), deeds),
      host: {
        notify(event) {
          if (event.kind !== 'gate-opened' && event.kind !== 'asked') return;
          say(estate, event.step);
        },
      },
    });
    assert.equal(state.status, 'done', state.because);
    assert.deepEqual(deeds.map(({ name }) => name).sort(), ['branch-print', 'ps-branch']);
    assert.match(state.steps.get(DELETED)?.note ?? '', /^Done, on the word of branch-lead; the simulated site has no/);
  }));

test('killed between the deed and its confirmation, the run does it again before anything rests on it, and never after', () =>
  inBranch(async (estate) => {
    const deeds: DeedByHand[] = [];
    const killed = written(await estate.connect(), deeds, () => {
      if (deeds.at(-1)?.kind === 'delete-site-machine') throw new Error('killed');
    });
    await assert.rejects(estate.execute({ effects: killed }), /killed/);
    assert.ok(!(await eventsOf(estate)).some((event) => event.kind === 'step-done' && event.step === DELETED));

    const stop = new AbortController();
    const resumed = await estate.execute({
      effects: written(await estate.connect(), deeds),
      signal: stop.signal,
      host: {
        notify(event) {
          if (event.kind === 'step-done' && event.step === 'all/branch-print/reprotect') stop.abort();
        },
      },
    });
    assert.equal(resumed.endedAt, undefined);
    assert.match(
      resumed.steps.get(DELETED)?.note ?? '',
      /; the simulated estate did nothing: There is no machine 'branch-print' on the site\.$/,
    );
    const before = deeds.length;

    const state = await estate.execute({ effects: written(await estate.connect(), deeds) });
    assert.equal(state.status, 'done', state.because);
    assert.equal(deeds.length, before, 'the new machine of that name is left alone');
    assert.ok(copied(estate, 'branch-print') > 0.5);
  }));

test('a run on Azure tells nobody to do what a person did', () =>
  inBranch(
    async (estate) => {
      const deeds: DeedByHand[] = [];
      const stop = new AbortController();
      const state = await estate.execute({
        approvals: [],
        effects: written(await estate.connect(), deeds),
        signal: stop.signal,
        host: {
          notify(event) {
            if (event.kind === 'step-done' && event.step === DELETED) stop.abort();
            if (event.kind !== 'gate-opened' && event.kind !== 'asked') return;
            say(estate, event.step);
          },
        },
      });
      assert.equal(state.steps.get(DELETED)?.note, 'Done, on the word of branch-lead');
      assert.equal(state.steps.get(REGISTERED)?.status, 'done');
      assert.deepEqual(deeds, []);
      assert.deepEqual(changes(estate, /reProtect.*branch-print/i), []);
    },
    { target: { kind: 'azure' }, knobs: { processServerRegistrationSeconds: 1200 } },
  ));

test('a simulator that refuses, or does not answer, says why', () =>
  inBranch(async ({ simulator }) => {
    assert.equal(
      await rehearseDeed(simulator.proxyUrl, { kind: 'register-process-server', name: 'nobody' }),
      "There is no virtual machine 'nobody' in Azure.",
    );
    assert.match(
      (await rehearseDeed('http://127.0.0.1:1', { kind: 'delete-site-machine', name: 'x' })) ?? '',
      /^The simulator did not answer: /,
    );
  }));
