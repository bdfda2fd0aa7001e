import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import type { RunEvent, RunEventBody } from '../../core/run/events.ts';
import { RunLedger } from '../../core/run/ledger.ts';
import { projectView } from '../../core/run/project-view.ts';
import { stoppedAtOnce } from '../../core/run/stopping.ts';
import { load, planOf, THREE } from '../executor/estate.ts';

const path = fileURLToPath(new URL('../../examples/contoso-erp/contoso-erp.inventory.json', import.meta.url));
const inventory = parseInventory(await readFile(path, 'utf8'), path);
const now = new Date('2026-11-23T09:00:00Z');
const plan = planOf((await load(THREE)).runbook, inventory, now);

test('of a machine that a person stopped it is told where it stands now, not where it stood then', () => {
  const ledger = new RunLedger(plan);
  const tell = (...bodies: readonly RunEventBody[]) => {
    for (const body of bodies) ledger.apply({ ...body, at: now.toISOString() } as RunEvent);
  };
  const done = (step: string): readonly RunEventBody[] => [
    { kind: 'step-started', step },
    { kind: 'step-done', step },
  ];
  const told = () => {
    const steps = projectView(plan, ledger.state, [], now).waves.flatMap(({ machines }) =>
      machines.flatMap((machine) => machine.steps),
    );
    return steps.find(({ state }) => state.failure?.code === 'stopped')?.state.failure?.message;
  };

  tell({ kind: 'resumed', epoch: 1 }, ...['data/preflight', 'data/before-reprotect/approve'].flatMap(done));
  tell(
    { kind: 'step-started', step: 'data/erp-db-01/reprotect' },
    { kind: 'accepted', step: 'data/erp-db-01/reprotect', requestId: 'r1', jobId: 'job-1', by: 'response' },
    { kind: 'step-done', step: 'data/erp-db-01/reprotect' },
    ...done('data/erp-db-01/replicate'),
    ...done('data/before-failover/preflight'),
    ...done('data/erp-db-01/failover'),
  );
  const stop = { who: 'lead', because: 'its owner called' };
  tell(...stoppedAtOnce(plan, ledger.state, ['machine/erp-db-01'], stop));
  assert.match(told() ?? '', /^lead stopped 'erp-db-01': its owner called\. It is failed over to the site and not/);

  tell({
    kind: 'step-failed',
    step: 'data/erp-db-01/failover',
    failure: { code: 'undone', message: 'Taken back.', remedy: 'Fail over again.' },
  });
  assert.equal(
    told(),
    "lead stopped 'erp-db-01': its owner called. It runs in Azure, replicates to the site and is ready to fail back: a new run can go on from there.",
  );
});
