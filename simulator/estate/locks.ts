import type { Inventory } from '../../core/inventory/inventory.ts';

type Lock = NonNullable<Inventory['locks']>[number];

/** The lock, on the resource or on what it lies in, that forbids to delete it or, with `write`, to change it. */
export function lockOn(inventory: Inventory, id: string, what: 'delete' | 'write'): Lock | undefined {
  return inventory.locks?.find(
    ({ scope, level }) =>
      `${id}/`.toLowerCase().startsWith(`${scope}/`.toLowerCase()) &&
      (/^ReadOnly$/i.test(level) || (what === 'delete' && /^CanNotDelete$/i.test(level))),
  );
}
