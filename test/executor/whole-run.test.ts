import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRun } from '../../executor/journal/runs.ts';
import { FOURTEEN, openEstate, THREE } from './estate.ts';

/** Requests about one machine: four that change it, one look at each of their jobs, one at its disks, one at its points. */
const A_MACHINE = {
  reprotect: 1,
  failover: 1,
  commit: 1,
  protect: 1,
  job: 4,
  item: 1,
  'recovery-points': 1,
};

for (const [name, runbook] of [
  ['three machines', THREE],
  ['the whole example', FOURTEEN],
] as const)
  test(`${name} come home with ten targeted requests each, four of them mutating`, async () => {
    const estate = await openEstate({ runbook });
    try {
      const state = await estate.execute();
      assert.equal(state.status, 'done', state.because);
      const { byItem, byOperation } = estate.simulator.requests();
      const machines = estate.plan.machines.map((machine) => machine.name).sort();
      assert.deepEqual(Object.keys(byItem).sort(), machines);
      for (const machine of machines) assert.deepEqual(sorted(byItem[machine] ?? {}), sorted(A_MACHINE), machine);
      assert.equal(byOperation.poll ?? 0, 0, 'The SDK polls nothing; the run watches the items list.');
      const view = await readRun(estate.run);
      assert.equal(view.home, machines.length);
      assert.equal(view.fraction, 1);
      assert.equal(view.alive, false);
    } finally {
      await estate.close();
    }
  });

test('a rehearsal answers both gates of two people with one name and says so', async () => {
  const estate = await openEstate();
  try {
    const state = await estate.execute();
    const answers = state.steps.get('apps/before-failover/approve')?.answers ?? [];
    assert.deepEqual(
      answers.map(({ who, proof, comment }) => [who, proof, comment]),
      [
        ['dr-lead', 'claimed', 'Given in advance by tester for every gate of a rehearsal'],
        ['erp-owner', 'claimed', 'Given in advance by tester for every gate of a rehearsal'],
      ],
    );
  } finally {
    await estate.close();
  }
});

test('at most one machine of the wave is under cutover at a time', async () => {
  const estate = await openEstate();
  try {
    let most = 0;
    await estate.execute({
      host: {
        notify(_event, state) {
          const under = ['erp-app-01', 'erp-app-02'].filter((machine) => {
            const step = state.steps.get(`apps/${machine}/failover`);
            return step !== undefined && step.attempt > 0 && step.status === 'running';
          });
          most = Math.max(most, under.length);
        },
      },
    });
    assert.equal(most, 1);
  } finally {
    await estate.close();
  }
});

function sorted(tally: Readonly<Record<string, number>>) {
  return Object.entries(tally).sort(([one], [other]) => one.localeCompare(other));
}
