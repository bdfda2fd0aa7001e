import type { CapturedSiteMachine, Inventory } from '../../core/inventory/inventory.ts';
import { fold } from '../../core/inventory/world.ts';
import type { RoomWeTook } from './room-we-took.ts';

/**
 * The site as it would be, had this run not touched it. Machines that the run has in hand (by name, in lower case) are
 * taken as they were when the plan was made: it turns the old ones off, puts disks into them, makes new ones. The room
 * that their data takes on datastores and in the memory of hosts is counted in the plan already; what is gone besides was
 * taken by somebody else, and is told.
 */
export function siteAsPlanned(
  before: Inventory,
  fresh: Inventory,
  inHand: ReadonlySet<string>,
  ours: RoomWeTook,
): Pick<Inventory, 'siteMachines' | 'datastores' | 'hosts'> {
  if (inHand.size === 0) return {};
  const { siteMachines, datastores, hosts } = fresh;
  const room = new Map((before.datastores ?? []).map((one) => [placeOf(one), one.freeBytes]));
  const memory = new Map((before.hosts ?? []).map((one) => [placeOf(one), one.memoryFreeBytes]));
  return {
    ...(siteMachines === undefined ? {} : { siteMachines: machinesAsPlanned(before, siteMachines, inHand) }),
    ...(datastores === undefined
      ? {}
      : {
          datastores: datastores.map((one) => ({
            ...one,
            freeBytes: asFreeAs(one.freeBytes, room.get(placeOf(one)), ours.onDatastores.get(fold(one.name))),
          })),
        }),
    ...(hosts === undefined
      ? {}
      : {
          hosts: hosts.map((one) =>
            one.memoryFreeBytes === undefined
              ? one
              : {
                  ...one,
                  memoryFreeBytes: asFreeAs(
                    one.memoryFreeBytes,
                    memory.get(placeOf(one)),
                    ours.inHosts.get(fold(one.name)),
                  ),
                },
          ),
        }),
  };
}

/** What the run took is given back, up to what was free when it was planned. */
function asFreeAs(free: number, planned = free, ours = 0): number {
  return planned <= free ? free : Math.min(planned, free + ours);
}

function machinesAsPlanned(
  before: Inventory,
  fresh: readonly CapturedSiteMachine[],
  inHand: ReadonlySet<string>,
): CapturedSiteMachine[] {
  const isOurs = ({ name }: CapturedSiteMachine) => inHand.has(fold(name));
  const looked = new Map(fresh.map((machine) => [placeOf(machine), machine.seenAt]));
  const ours = (before.siteMachines ?? [])
    .filter(isOurs)
    .map((machine) => ({ ...machine, seenAt: looked.get(placeOf(machine)) ?? machine.seenAt }));
  return [...fresh.filter((machine) => !isOurs(machine)), ...ours];
}

function placeOf({ name, vcenter }: { readonly name: string; readonly vcenter?: string | undefined }): string {
  return fold(`${vcenter ?? ''}/${name}`);
}
