import { FailbackError } from '../core/failback-error.ts';
import type { Inventory } from '../core/inventory/inventory.ts';
import type { Fault } from './faults.ts';

/** Operations on one protected machine: a name that no machine has would never strike, and the rehearsal would seem to pass. */
const ABOUT_MACHINES: ReadonlySet<string> = new Set([
  ...['reprotect', 'failover', 'commit', 'cancel', 'protect', 'replicate'],
  ...['item', 'recovery-points', 'vm', 'start', 'deallocate', 'delete-vm'],
]);
/** More names than these help nobody. */
const SHOWN = 12;

/**
 * Refuses what could not happen in this estate.
 * @throws FailbackError `fault-fits-nothing`, with the names that fit
 */
export function refuseUnfitting(faults: readonly Fault[], { items, azureVms }: Inventory): void {
  const machines = (items ?? []).map(({ friendlyName }) => friendlyName);
  const names = new Set(
    [...machines, ...(azureVms ?? []).map(({ id }) => lastOf(id))].map((name) => name.toLowerCase()),
  );
  for (const { text, operation, item } of faults) {
    if (item === undefined || item === '*' || !ABOUT_MACHINES.has(operation) || names.has(item.toLowerCase())) continue;
    throw new FailbackError(
      'fault-fits-nothing',
      `The fault '${text}' would never strike: the estate has no machine '${item}'.`,
      `Write '*' for every machine, or one of these: ${sayNames(machines, item)}.`,
    );
  }
}

/** Those that look like what was written come first. */
function sayNames(machines: readonly string[], wanted: string): string {
  const like = (name: string) => (common(name.toLowerCase(), wanted.toLowerCase()) > 2 ? 0 : 1);
  const sorted = machines.toSorted((one, other) => like(one) - like(other));
  const shown = sorted.slice(0, SHOWN);
  const more = sorted.length > shown.length ? [`${sorted.length - shown.length} more`] : [];
  return [...shown.map((name) => `'${name}'`), ...more].join(', ');
}

/** Characters that two names begin with alike. */
function common(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

function lastOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
