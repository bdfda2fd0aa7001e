import type { Inventory } from '../../core/inventory/inventory.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { indexOf } from '../../core/run/plan-index.ts';

/** What the vault calls a machine: the runbook's own name for it may be another. */
export function friendlyNameOf(plan: Plan, before: Inventory | undefined, machine: string): string {
  const id = indexOf(plan).machines.get(machine)?.itemId?.toLowerCase();
  return before?.items?.find((item) => item.id.toLowerCase() === id)?.friendlyName ?? machine;
}
