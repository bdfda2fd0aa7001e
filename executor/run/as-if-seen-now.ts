import type { Inventory } from '../../core/inventory/inventory.ts';

/**
 * The same facts, with those that no vault shows (vCenter's, and tests from inside a machine) dated as if somebody had
 * just looked. It answers one question only: does the plan still follow, their age apart? What was seen, and when, stays
 * in the facts themselves, and what their age leaves unproven is told.
 */
export function asIfSeenNow(facts: Inventory): Inventory {
  const { capturedAt } = facts;
  const now = <T extends { readonly seenAt: string }>(entries: readonly T[] | undefined) =>
    entries?.map((entry) => ({ ...entry, seenAt: capturedAt }));
  const parts = {
    vcenters: now(facts.vcenters),
    hosts: now(facts.hosts),
    datastores: now(facts.datastores),
    siteMachines: now(facts.siteMachines),
    azureVms: facts.azureVms?.map((vm) =>
      vm.outbound === undefined ? vm : { ...vm, outbound: { ...vm.outbound, seenAt: capturedAt } },
    ),
  };
  const seen = Object.fromEntries(Object.entries(parts).filter(([, entries]) => entries !== undefined));
  return { ...facts, ...(seen as Partial<Inventory>) };
}
