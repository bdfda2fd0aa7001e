import type { Inventory } from '../inventory/inventory.ts';
import { worldOf } from '../inventory/world.ts';
import type { Assessment } from '../rules/assessment.ts';
import type { Runbook } from '../runbook/runbook.ts';
import { hashPlan } from './hash-plan.ts';
import { layPlan } from './lay-plan.ts';
import type { Plan } from './plan.ts';
import type { PlanOptions } from './plan-options.ts';

/** Makes the plan for an assessment that is at hand already. */
export function planFor(
  runbook: Runbook,
  inventory: Inventory | undefined,
  assessment: Assessment,
  options: PlanOptions,
): Plan {
  const world = inventory === undefined ? undefined : worldOf(inventory);
  const unhashed = layPlan(runbook, world, assessment, options);
  return { ...unhashed, hash: hashPlan(unhashed) };
}
