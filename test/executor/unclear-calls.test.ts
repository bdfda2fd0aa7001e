import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FullOperationResponse } from '@azure/core-client';
import type { RunEvent } from '../../core/run/events.ts';
import { startOnce } from '../../executor/azure/start-once.ts';
import { sendCommand } from '../../executor/journal/runs.ts';
import { openEstate } from './estate.ts';

const FAILOVER = 'data/erp-db-01/failover';

test('taken, but not said as which job: nobody counts it as done, and the job is looked for', async () => {
  const headers = { get: () => undefined };
  const outcome = await startOnce('r1', 'the commit', async ({ onResponse }) =>
    onResponse({ status: 202, headers } as unknown as FullOperationResponse),
  );
  assert.deepEqual(outcome, {
    kind: 'unknown',
    message: 'Azure answered the commit with 202 and did not name its job.',
  });
});

test('killed while traffic is switched: the switch is made again, and the run goes on', async () => {
  const estate = await openEstate();
  try {
    const effects = await estate.connect();
    const dying = {
      ...effects,
      call: async (...[call, id]: Parameters<typeof effects.call>) => {
        const outcome = await effects.call(call, id);
        if (call.operation === 'update-traffic-endpoint') throw new Error('killed');
        return outcome;
      },
    };
    await assert.rejects(estate.execute({ effects: dying }), { message: 'killed' });
    const state = await estate.execute();
    assert.equal(state.status, 'done', state.because);
    assert.equal(state.steps.get('apps/after-failover/switch-traffic')?.status, 'done');
  } finally {
    await estate.close();
  }
});

test('a cancel that Azure rejects leaves the failover as it stands, and its checks and approvals are asked anew', async () => {
  const estate = await openEstate({ faults: ['403@cancel/erp-db-01'] });
  try {
    const gate = 'data/before-commit/approve';
    let opened = 0;
    const state = await estate.execute({
      approvals: ['dr-lead', 'erp-owner', 'operations'].flatMap((who) => [
        { gate: 'data/before-reprotect', who },
        { gate: 'apps', who },
      ]),
      host: {
        notify(event: RunEvent) {
          if (event.kind !== 'gate-opened' || event.step !== gate) return;
          opened += 1;
          void sendCommand(
            estate.run,
            opened === 1
              ? { kind: 'undo', step: FAILOVER, who: 'erp-owner', because: 'bad data' }
              : { kind: 'approve', step: gate, who: 'erp-owner' },
          );
        },
      },
    });
    assert.equal(state.status, 'done', state.because);
    assert.equal(state.steps.get(FAILOVER)?.status, 'done');
    assert.equal(opened, 2);
    assert.ok(state.alarms.some(({ message }) => message.includes('stands as before')));
    const { byItem } = estate.simulator.requests();
    assert.deepEqual([byItem['erp-db-01']?.cancel, byItem['erp-db-01']?.failover], [1, 1]);
  } finally {
    await estate.close();
  }
});

test('a job that says it is partly done is asked about once, and a person decides', async () => {
  const estate = await openEstate();
  try {
    const effects = await estate.connect();
    const asked: string[] = [];
    const state = await estate.execute({
      effects: {
        ...effects,
        async job(id) {
          const job = await effects.job(id);
          const partly = job.scenario === 'PlannedFailover' && job.state === 'Succeeded';
          return partly ? { ...job, stateDescription: 'PartiallySucceeded' } : job;
        },
      },
      host: {
        notify(event: RunEvent) {
          if (event.kind !== 'asked') return;
          asked.push(event.step);
          setTimeout(() => void sendCommand(estate.run, { kind: 'done', step: event.step, who: 'dr-lead' }), 300);
        },
      },
    });
    assert.equal(state.status, 'done', state.because);
    assert.deepEqual(asked.toSorted(), [
      'apps/erp-app-01/failover',
      'apps/erp-app-02/failover',
      'data/erp-db-01/failover',
    ]);
  } finally {
    await estate.close();
  }
});
