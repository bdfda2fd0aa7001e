import type { CapturedItem } from '../inventory/inventory.ts';
import type { Machine } from '../runbook/runbook.ts';
import { knownFact } from './decisions.ts';
import type { Seen } from './outcome.ts';
import type { MachineInPlay } from './situation.ts';

/** How many disks of a machine travel, and who says so. */
export type DiskCount =
  | { readonly kind: 'captured'; readonly disks: number; readonly seen: Seen }
  | { readonly kind: 'declared'; readonly disks: number }
  | { readonly kind: 'unknown'; readonly reason: string | undefined };

export function diskCountOf({ machine, item }: MachineInPlay): DiskCount {
  if (!('reason' in item) && hasDisks(item.seen))
    return { kind: 'captured', disks: item.seen.disks.length, seen: item.seen };
  const said = declaredDisks(machine);
  if (said !== undefined) return { kind: 'declared', disks: said };
  return { kind: 'unknown', reason: 'reason' in item ? item.reason : noDisks(machine.name) };
}

/** As many as are declared one by one, else as many as somebody says there are. */
export function declaredDisks({ disks, known }: Machine): number | undefined {
  if (disks.length > 0) return disks.length;
  const fact = knownFact(known, 'disks');
  return fact === undefined ? undefined : Number(fact.value);
}

/** The service lists items without their disks; only the single GET has them, and no machine is without one. */
export function hasDisks(item: CapturedItem): boolean {
  return item.disks.length > 0;
}

export function noDisks(vm: string): string {
  return `the capture did not tell the disks of '${vm}'`;
}
