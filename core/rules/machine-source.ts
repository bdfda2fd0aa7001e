import type { CapturedItem } from '../inventory/inventory.ts';
import type { Seen } from './outcome.ts';
import type { MachineInPlay } from './situation.ts';

/** Whether a machine was a physical server: as its item was discovered; where that is not told, as the runbook says. */
export function sourceOf({ machine, item }: MachineInPlay): {
  readonly isPhysical: boolean;
  readonly seen: readonly Seen[];
} {
  if (item.seen === undefined) return { isPhysical: machine.source.value === 'physical', seen: [] };
  if (item.seen.discoveryType === 'Physical') return { isPhysical: true, seen: [item.seen] };
  if (item.seen.discoveryType === 'VMware' || hasVCenter(item.seen)) return { isPhysical: false, seen: [item.seen] };
  return { isPhysical: machine.source.value === 'physical', seen: [] };
}

/** Only a VMware machine was discovered through a vCenter. */
export function hasVCenter({ discovered }: CapturedItem): boolean {
  return discovered !== null && discovered.vcenterId !== undefined;
}
