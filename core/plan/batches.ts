import type { Runbook } from '../runbook/runbook.ts';
import type { SettledMachine } from './settle-machines.ts';

/**
 * Divides each wave into the runbook's pilot batches, in the order in which the wave names its machines. Machines that
 * the last number leaves over are one more batch. A consistency group goes with its first member.
 */
export function batchesOf(machines: readonly SettledMachine[], runbook: Runbook): ReadonlyMap<SettledMachine, number> {
  const sizes = runbook.batches.map(({ value }) => (value === 'rest' ? Number.POSITIVE_INFINITY : value));
  const batches = new Map<SettledMachine, number>();
  if (sizes.length === 0) return batches;
  const groupOf = new Map(
    runbook.consistencyGroups.flatMap((group) => group.machines.map(({ value }) => [value, group])),
  );
  for (const wave of Map.groupBy(machines, ({ wave }) => wave).values()) {
    const groups = new Map<object, number>();
    let batch = 0;
    let room = sizes[0] ?? Number.POSITIVE_INFINITY;
    for (const settled of wave) {
      const group = groupOf.get(settled.machine);
      const chosen = group === undefined ? undefined : groups.get(group);
      if (chosen === undefined && room <= 0) {
        batch += 1;
        room = sizes[batch] ?? Number.POSITIVE_INFINITY;
      }
      const own = chosen ?? batch;
      if (own === batch) room -= 1;
      if (group !== undefined) groups.set(group, own);
      batches.set(settled, own);
    }
  }
  return batches;
}
