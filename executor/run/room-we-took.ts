import type { Inventory } from '../../core/inventory/inventory.ts';
import { fold } from '../../core/inventory/world.ts';
import type { Plan } from '../../core/plan/plan.ts';

/** Room that the machines in hand may have taken at home: bytes by datastore, and of memory by host, names in lower case. */
export interface RoomWeTook {
  readonly onDatastores: ReadonlyMap<string, number>;
  readonly inHosts: ReadonlyMap<string, number>;
}

/**
 * At most so much of what is gone is the run's own doing: the full size of each machine in hand on the datastores that it
 * comes home to, and the memory of those that run on a host. A machine whose size nobody knows may have taken anything.
 */
export function roomWeTook(plan: Plan, before: Inventory, fresh: Inventory, inHand: ReadonlySet<string>): RoomWeTook {
  const onDatastores = new Map<string, number>();
  const inHosts = new Map<string, number>();
  const old = new Map((before.siteMachines ?? []).map((machine) => [fold(machine.name), machine]));
  for (const { name, datastore, bytes, location } of plan.machines) {
    const key = fold(name);
    if (!inHand.has(key)) continue;
    const places = new Set(location === 'original' ? old.get(key)?.datastores : []);
    if (datastore !== null) places.add(datastore);
    for (const place of places) add(onDatastores, place, bytes ?? Number.POSITIVE_INFINITY);
  }
  for (const { name, host, memoryBytes, powerState } of fresh.siteMachines ?? [])
    if (host !== undefined && /on$/i.test(powerState) && inHand.has(fold(name)))
      add(inHosts, host, memoryBytes ?? Number.POSITIVE_INFINITY);
  return { onDatastores, inHosts };
}

function add(room: Map<string, number>, place: string, amount: number): void {
  const key = fold(place);
  room.set(key, (room.get(key) ?? 0) + amount);
}
