import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RunLedger } from '../../core/run/ledger.ts';
import { next } from '../../core/run/next.ts';
import { indexOf } from '../../core/run/plan-index.ts';
import { FOURTEEN, openEstate } from '../executor/estate.ts';

const estate = await openEstate({ runbook: FOURTEEN });
test.after(() => estate.close());

/** Lets every call through at once, so many in a round, and says of which wave each was. */
function wavesOfCalls(issues: number): readonly string[] {
  const { plan } = estate;
  const at = estate.inventory.capturedAt;
  const ledger = new RunLedger(plan);
  const { planHash } = ledger.state;
  ledger.apply({ kind: 'run-started', at, runId: 'r', planHash, target: { kind: 'azure' }, startedBy: 'tester' });
  ledger.apply({ kind: 'resumed', at, epoch: 1 });
  const waves: string[] = [];
  for (let round = 0; round < 200; round += 1) {
    const limits = {
      issues,
      issuesAgainAt: at,
      watchedAt: at,
      nearEnd: false,
      inFlight: new Set<string>(),
      settleTime: 120,
    };
    for (const action of next(plan, ledger.state, new Date(at), limits)) {
      if (action.kind === 'preflight' || action.kind === 'open-gate') {
        ledger.apply({ kind: 'step-started', at, step: action.step });
        ledger.apply({ kind: 'step-done', at, step: action.step });
      }
      if (action.kind !== 'issue') continue;
      const requestId = `r${waves.length}`;
      const { step, call } = action;
      ledger.apply({ kind: 'step-started', at, step });
      ledger.apply({ kind: 'intent', at, step, operation: action.request.operation, call, requestId, bodyHash: 'h' });
      ledger.apply({ kind: 'accepted', at, step, requestId, jobId: requestId, by: 'response' });
      waves.push(indexOf(plan).steps.get(step)?.wave ?? '');
    }
  }
  return waves;
}

for (const issues of [1, 2, 5])
  test(`with ${issues} calls at a time no wave waits until another one is through`, () => {
    const waves = wavesOfCalls(issues);
    const sizes = new Map(estate.plan.waves.map(({ name, machines }) => [name, machines.length]));
    assert.equal(waves.length, estate.plan.machines.length, 'all are called in the end');
    const smallest = Math.min(...sizes.values());
    // As long as each wave has machines to call for, none is more than a round ahead of another.
    for (let calls = 1; calls <= smallest * sizes.size; calls += 1) {
      const counts = [...sizes.keys()].map((name) => waves.slice(0, calls).filter((wave) => wave === name).length);
      assert.ok(Math.max(...counts) - Math.min(...counts) <= Math.max(1, issues), `${calls}: ${counts.join()}`);
    }
  });
