import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refuseRetired, refuseWithoutPasswords } from '../../cli/runs/refuse-classic.ts';
import type { FailbackError } from '../../core/failback-error.ts';
import { CLASSIC_IS_RETIRED } from '../../core/plan/classic-is-retired.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { openBranch } from '../executor/classic-estate.ts';

async function classicPlan(): Promise<Plan> {
  const estate = await openBranch();
  await estate.close();
  return estate.plan;
}

test('a live run of a classic plan wants the word of whoever starts it, and says why', async () => {
  const plan = await classicPlan();
  assert.throws(
    () => refuseRetired({ plan }, false),
    (error: FailbackError) => {
      assert.equal(error.code, 'refused-classic-is-retired');
      assert.ok(error.message.includes(CLASSIC_IS_RETIRED));
      assert.match(error.remedy, /failback run \S+ --classic-is-retired/);
      return true;
    },
  );
  refuseRetired({ plan }, true);
  refuseRetired({ plan: { ...plan, architecture: 'modernized' } }, false);
});

test('whoever starts a run that makes a machine must have its password at hand', async () => {
  const plan = await classicPlan();
  await assert.rejects(refuseWithoutPasswords(plan, {}), {
    code: 'password-missing',
    message: /FAILBACK_PASSWORD_PS_BRANCH/,
  });
  await refuseWithoutPasswords(plan, { FAILBACK_PASSWORD_PS_BRANCH: 'whatever it is' });
  const steps = plan.steps.filter(({ kind }) => kind !== 'process-server');
  await refuseWithoutPasswords({ ...plan, steps }, {});
});
