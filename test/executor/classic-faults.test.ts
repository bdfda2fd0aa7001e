import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sendCommand } from '../../executor/journal/runs.ts';
import { eventsOf, openBranch } from './classic-estate.ts';

/** Failures where they show, and whether a rule looks for their cause beforehand. */
const failures: readonly [code: string, operation: 'reprotect' | 'failover', foretold: boolean][] = [
  ['95226', 'reprotect', true],
  ['78052', 'reprotect', true],
  ['78093', 'reprotect', true],
  ['8061', 'reprotect', true],
  ['28031', 'reprotect', false],
  ['8038', 'failover', true],
  ['25037', 'failover', false],
];

for (const [code, operation, foretold] of failures)
  test(`${code}@${operation}: told in the service's words with its remedy, and resumed`, async () => {
    const estate = await openBranch({ faults: [`${code}@${operation}/branch-db`] });
    try {
      const state = await estate.execute();
      assert.equal(state.status, 'failed');
      const step = `all/branch-db/${operation}`;
      const failure = state.steps.get(step)?.failure;
      assert.equal(failure?.code, code);
      assert.ok(failure?.message && failure.possibleCauses && failure.recommendedAction, JSON.stringify(failure));
      assert.equal(failure.rule !== undefined, foretold, `rule ${failure.rule}`);
      assert.ok(failure.remedy.includes(failure.recommendedAction), failure.remedy);
      assert.ok(failure.remedy.includes(`failback retry RUN ${step}`), failure.remedy);
      assert.equal(/does not take back a classic failover/.test(failure.remedy), operation === 'failover');
      const answer = await sendCommand(estate.run, { kind: 'retry', step, who: 'branch-lead', because: 'mended' });
      assert.equal(answer.outcome, 'waiting');
      const again = await estate.execute();
      assert.equal(again.status, 'done', again.because);
      const sent = (await eventsOf(estate)).filter((event) => event.kind === 'intent' && event.step === step);
      assert.equal(sent.length, 2);
    } finally {
      await estate.close();
    }
  });
