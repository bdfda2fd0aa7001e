import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { answerCommand } from '../../core/run/answer-command.ts';
import { failoverForbidden } from '../../core/run/cutover-limits.ts';
import type { RunEventBody } from '../../core/run/events.ts';
import { RunLedger } from '../../core/run/ledger.ts';
import { FOURTEEN, load, planOf } from '../executor/estate.ts';

const path = FOURTEEN.replace('.failback', '.inventory.json');
const inventory = parseInventory(await readFile(path, 'utf8'), path);
const { runbook } = await load(FOURTEEN);
const plan = planOf(runbook, inventory, new Date(inventory.capturedAt));

test('a window that closed on a failover can be left out with a reason, as the failure says, and the failover retried', () => {
  const window = plan.steps.find((step) => step.kind === 'window');
  const failover = plan.steps.find((step) => step.kind === 'failover' && step.wave === window?.wave);
  assert.ok(window?.kind === 'window' && failover !== undefined);
  const late = new Date(Date.parse(window.closes) + 60_000);
  const ledger = new RunLedger(plan);
  const record = (...bodies: readonly RunEventBody[]) => {
    for (const body of bodies) ledger.apply({ ...body, at: late.toISOString() });
  };
  record(
    { kind: 'resumed', epoch: 1 },
    { kind: 'step-started', step: window.id },
    { kind: 'step-done', step: window.id },
  );
  const failure = failoverForbidden(plan, ledger.state, failover, late);
  assert.equal(failure?.code, 'window-closed');
  assert.match(failure.remedy, new RegExp(`failback skip RUN ${window.id} .*\n  failback retry RUN ${failover.id} `));
  record({ kind: 'step-failed', step: failover.id, failure });

  const skip = { kind: 'skip', step: window.id, who: 'dr-lead', because: 'agreed by telephone' } as const;
  const skipped = answerCommand(plan, ledger.state, skip, late);
  assert.ok(skipped.taken, skipped.message);
  record(...skipped.follows);
  assert.equal(failoverForbidden(plan, ledger.state, failover, late), undefined);
  assert.ok(answerCommand(plan, ledger.state, { ...skip, kind: 'retry', step: failover.id }, late).taken);
  assert.equal(answerCommand(plan, ledger.state, skip, late).taken, false, 'and it is left out once');
});
