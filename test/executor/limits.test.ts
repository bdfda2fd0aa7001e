import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { RunCommand } from '../../core/run/commands.ts';
import type { RunEvent } from '../../core/run/events.ts';
import { createRun, readRun, sendCommand } from '../../executor/journal/runs.ts';
import { refuseHeldMachines, startAlone } from '../../executor/run/one-run-a-machine.ts';
import { parseFault } from '../../simulator/faults.ts';
import { refuseUnfitting } from '../../simulator/fitting-faults.ts';
import { openEstate, planOf, type TestEstate } from './estate.ts';

async function told(estate: TestEstate, when: (event: RunEvent) => boolean, command: RunCommand) {
  let sent = false;
  return estate.execute({
    host: {
      notify(event) {
        if (sent || !when(event)) return;
        sent = true;
        void sendCommand(estate.run, command);
      },
    },
  });
}

test('a machine that is stopped while its failover is under way ends it, and no more; the others come home', async () => {
  const estate = await openEstate();
  try {
    const state = await told(
      estate,
      (event) => event.kind === 'accepted' && event.step === 'apps/erp-app-01/failover',
      { kind: 'stop', what: 'machine', name: 'erp-app-01', who: 'dr-lead', because: 'its owner called' },
    );
    assert.equal(state.status, 'failed');
    assert.equal(state.steps.get('apps/erp-app-01/failover')?.status, 'done');
    assert.equal(state.steps.get('data/erp-db-01/home')?.status, 'done');
    const { byItem } = estate.simulator.requests();
    assert.deepEqual([byItem['erp-app-01']?.failover, byItem['erp-app-01']?.commit], [1, undefined]);
    const stopped = [...state.steps.values()].find(({ failure }) => failure?.code === 'stopped');
    assert.match(stopped?.failure?.message ?? '', /^dr-lead stopped 'erp-app-01': its owner called\.$/);
    const standing = async () => {
      const { waves, state } = await readRun(estate.run);
      const [machine] = waves.flatMap(({ machines }) => machines).filter(({ name }) => name === 'erp-app-01');
      const failed = machine?.steps.find(({ plan }) => plan.id === stopped?.id);
      const alarms = state.alarms.filter(({ overAt }) => overAt === undefined);
      return [failed?.state.failure?.message ?? '', alarms.length] as const;
    };
    const [where, alarms] = await standing();
    assert.match(where, /its owner called\. It is failed over to the site and not committed/);
    assert.equal(alarms, 1);
    assert.ok(state.alarms.some(({ machine }) => machine === 'erp-app-01'));
    await sendCommand(estate.run, { kind: 'retry', step: stopped?.id ?? '', who: 'dr-lead', because: 'all is well' });
    const again = await estate.execute();
    assert.equal(again.steps.get('apps/erp-app-01/home')?.status, 'done', again.because);
    assert.equal((await standing())[1], 0, 'committed, it wants nobody’s eye any more');
  } finally {
    await estate.close();
  }
});

test('a wave that is stopped before its cutover calls nothing more, and the other one comes home', async () => {
  const estate = await openEstate();
  try {
    const state = await told(
      estate,
      (event) => event.kind === 'step-done' && event.step === 'data/erp-db-01/failover',
      {
        kind: 'stop',
        what: 'wave',
        name: 'apps',
        who: 'dr-lead',
        because: 'the business says no',
      },
    );
    assert.equal(state.status, 'failed');
    assert.equal(state.steps.get('data/erp-db-01/home')?.status, 'done', state.because);
    const { byItem } = estate.simulator.requests();
    assert.deepEqual([byItem['erp-app-01']?.failover, byItem['erp-app-02']?.failover], [undefined, undefined]);
  } finally {
    await estate.close();
  }
});

test('a cancelled run says of each machine where it was left and what to do, and none of them waits', async () => {
  const estate = await openEstate();
  try {
    const state = await told(estate, (event) => event.kind === 'accepted' && event.step === 'data/erp-db-01/failover', {
      kind: 'cancel',
      who: 'dr-lead',
    });
    assert.equal(state.status, 'cancelled');
    assert.match(
      state.because ?? '',
      /'erp-db-01': It is failed over to the site and not committed, .*: commit it, or cancel/,
    );
    const { waves } = await readRun(estate.run);
    const machines = waves.flatMap((wave) => wave.machines);
    assert.deepEqual(
      machines.map(({ name, status }) => [name, status]),
      machines.map(({ name }) => [name, 'stopped']),
    );
    assert.match(machines.find(({ name }) => name === 'erp-db-01')?.current ?? '', /^It is failed over to the site/);
    assert.match(machines.find(({ name }) => name === 'erp-app-01')?.current ?? '', /replicates to the site/);
  } finally {
    await estate.close();
  }
});

test('facts that moved between a preflight that grew old and a point of no return stop the machine before it', async () => {
  const estate = await openEstate();
  try {
    let failedOver = false;
    const preflights: string[] = [];
    const state = await estate.execute({
      decisionsFrom: async (facts, now) => {
        const appliances = (facts.appliances ?? []).map((one) => ({ ...one, processServerId: 'another-server' }));
        // As if the appliance had been replaced while the wave held before its commit.
        return planOf(estate.runbook, failedOver ? { ...facts, appliances } : facts, now);
      },
      host: {
        notify(event) {
          if (event.kind === 'preflight') preflights.push(event.step);
          if (event.kind === 'step-done' && event.step === 'data/erp-db-01/failover') failedOver = true;
        },
      },
    });
    assert.ok(preflights.length > new Set(preflights).size, 'one of them was made anew');
    assert.equal(state.status, 'failed');
    const failures = [...state.steps.values()].flatMap(({ id, failure }) =>
      failure?.code === 'decisions-moved' ? [id] : [],
    );
    assert.ok(failures.length > 0, state.because);
    for (const id of failures) assert.equal(state.steps.get(id)?.attempt, 0, `${id} was not sent`);
  } finally {
    await estate.close();
  }
});

test('a machine that an unfinished run holds is refused to another, with what to do', async () => {
  const estate = await openEstate({ target: { kind: 'azure' } });
  try {
    const { home, plan, run } = estate;
    const target = { kind: 'azure' } as const;
    await assert.rejects(refuseHeldMachines(home, { plan, target }), (error: Error & { remedy?: string }) => {
      assert.match(error.message, /^'erp-db-01', 'erp-app-01' and 'erp-app-02' are in the hands of the run '/);
      assert.match(error.remedy ?? '', new RegExp(`failback cancel ${run.id}`));
      return true;
    });
    await refuseHeldMachines(home, { plan, target, own: run.id });
    await refuseHeldMachines(home, { plan, target: { kind: 'simulated', seed: 1 } });
    await refuseHeldMachines(home, { plan: { ...plan, machines: [] }, target });
  } finally {
    await estate.close();
  }
});

test('a fault for a machine that the estate does not have is refused with the names that fit', async () => {
  const estate = await openEstate();
  try {
    const refuse = (text: string) => () => refuseUnfitting([parseFault(text)], estate.inventory);
    assert.throws(refuse('429@reprotect/erp-db-99'), (error: Error & { remedy?: string }) => {
      assert.equal(
        error.message,
        "The fault '429@reprotect/erp-db-99' would never strike: the estate has no machine 'erp-db-99'.",
      );
      assert.match(error.remedy ?? '', /^Write '\*' for every machine, or one of these: 'erp-db-01', /);
      return true;
    });
    for (const text of ['429@reprotect/*', '503@items', '429@reprotect/ERP-DB-01', '403@networks/any'])
      assert.doesNotThrow(refuse(text), text);
  } finally {
    await estate.close();
  }
});

test('of two runs that are started at one moment for one machine, one is', async () => {
  const estate = await openEstate();
  const home = await mkdtemp(join(tmpdir(), 'failback-'));
  try {
    const { plan } = estate;
    const target = { kind: 'azure' } as const;
    const start = () =>
      startAlone(home, { plan, target }, () =>
        createRun(home, { plan, files: {}, inventoryText: undefined, target, startedBy: 'ops' }),
      );
    const outcomes = await Promise.allSettled([start(), start(), start()]);
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []));
    assert.deepEqual(refused, ['machine-in-another-run', 'machine-in-another-run']);
    const [made] = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    assert.equal((await readdir(join(home, 'runs'))).length, 1, 'no draft is left either');
    await startAlone(home, { plan, target, own: made?.id ?? '' }, async () => {});
  } finally {
    await rm(home, { recursive: true, force: true });
    await estate.close();
  }
});
