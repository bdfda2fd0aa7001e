import type { ProcessServer } from '../../runbook/runbook.ts';

/** A process server in Azure that is not there yet: the plan creates it, and it registers before anything needs it. */
export function isCreatedByPlan({ where, existing }: ProcessServer): boolean {
  return where.value === 'azure' && existing?.value !== true;
}
