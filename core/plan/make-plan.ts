import type { Inventory } from '../inventory/inventory.ts';
import { assess } from '../rules/assess.ts';
import type { Assessment } from '../rules/assessment.ts';
import type { Runbook } from '../runbook/runbook.ts';
import type { Plan } from './plan.ts';
import { planFor } from './plan-for.ts';
import type { PlanOptions } from './plan-options.ts';

/**
 * Makes the plan of a runbook, and the assessment that says what stands in its way. Pure; in time it grows with the number
 * of steps and what they wait for. Whatever the runbook says, there is a plan: `blockedBy` tells why it may not run.
 */
export function makePlan(
  runbook: Runbook,
  inventory: Inventory | undefined,
  options: PlanOptions,
): { plan: Plan; assessment: Assessment } {
  const assessment = assess({ runbook, inventory, now: options.now });
  return { plan: planFor(runbook, inventory, assessment, options), assessment };
}
