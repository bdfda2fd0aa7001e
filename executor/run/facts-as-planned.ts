import type { Inventory } from '../../core/inventory/inventory.ts';
import { spelledAs } from '../../core/inventory/spelling.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { LedgerState } from '../../core/run/ledger.ts';
import { indexOf } from '../../core/run/plan-index.ts';
import { heardAsLate, removedServers, withoutWhatWeMade } from './our-own-doing.ts';
import { roomWeTook } from './room-we-took.ts';
import { siteAsPlanned } from './site-as-planned.ts';

/** What was seen, as it would be had this run done nothing: what a plan is made from while a run is under way. */
export function factsAsPlanned(
  plan: Plan,
  state: LedgerState,
  before: Inventory | undefined,
  seen: Inventory,
): Inventory {
  const told = before === undefined ? seen : spelledAs(seen, before);
  return withoutOurOwnDoing(plan, state, before, withoutWhatWeMade(plan, state, before, told));
}

/**
 * What the run itself changed is no fact that moved: machines it has in hand are taken as they were when the plan was
 * made. Parts that a vault cannot show (vCenter's) are those of whoever captured them, seen when they were seen.
 */
function withoutOurOwnDoing(
  plan: Plan,
  state: LedgerState,
  before: Inventory | undefined,
  fresh: Inventory,
): Inventory {
  if (before === undefined) return fresh;
  const inHand = machinesInHand(plan, state);
  const taken = { ...before, ...fresh, notCaptured: fresh.notCaptured ?? [] };
  return {
    ...taken,
    ...siteAsPlanned(before, fresh, inHand.names, roomWeTook(plan, before, fresh, inHand.names)),
    ...(fresh.items === undefined
      ? {}
      : {
          items: keep(heardAsLate(before.items ?? [], fresh.capturedAt), fresh.items, inHand.items, fresh.capturedAt),
        }),
    ...(fresh.azureVms === undefined
      ? {}
      : { azureVms: keep(before.azureVms ?? [], asFarAsLooked(before, fresh.azureVms), inHand.vms, fresh.capturedAt) }),
  };
}

/** Machines that a call of this run has reached: their items and machines in Azure by id, and their names, in lower case. */
export function machinesInHand(plan: Plan, state: LedgerState) {
  const { machines } = indexOf(plan);
  const items = new Set<string>();
  const vms = new Set(removedServers(plan, state).keys());
  const names = new Set<string>();
  for (const step of plan.steps) {
    // Whom a person deleted is not on the site any more, and that was the plan.
    if (step.kind === 'delete-old' && step.machine !== null && state.steps.get(step.id)?.status === 'done')
      names.add(step.machine.toLowerCase());
    if (step.machine === null || state.steps.get(step.id)?.acceptedBy === undefined) continue;
    const machine = machines.get(step.machine);
    const renamed = state.itemIds.get(step.machine);
    if (renamed !== undefined) items.add(renamed.toLowerCase());
    if (machine !== undefined) names.add(machine.name.toLowerCase());
    if (machine?.itemId) items.add(machine.itemId.toLowerCase());
    if (machine?.azureVmId) vms.add(machine.azureVmId.toLowerCase());
  }
  return { items, vms, names };
}

/** A fact that nobody had looked at when the plan was made cannot have moved since. */
function asFarAsLooked(before: Inventory, vms: NonNullable<Inventory['azureVms']>): NonNullable<Inventory['azureVms']> {
  const earlier = new Map((before.azureVms ?? []).map((vm) => [vm.id.toLowerCase(), vm]));
  return vms.map((vm) => {
    const known = earlier.get(vm.id.toLowerCase());
    if (known === undefined || known.publicAddressIds !== undefined) return vm;
    const { publicAddressIds: _, ...rest } = vm;
    return rest;
  });
}

function keep<T extends { readonly id: string; readonly seenAt: string }>(
  before: readonly T[],
  fresh: readonly T[],
  ours: ReadonlySet<string>,
  seenAt: string,
): T[] {
  const kept = before.filter(({ id }) => ours.has(id.toLowerCase())).map((entry) => ({ ...entry, seenAt }));
  const old = new Map(kept.map((entry) => [entry.id.toLowerCase(), entry]));
  const merged = fresh.map((entry) => old.get(entry.id.toLowerCase()) ?? entry);
  const present = new Set(merged.map(({ id }) => id.toLowerCase()));
  return [...merged, ...kept.filter(({ id }) => !present.has(id.toLowerCase()))];
}
