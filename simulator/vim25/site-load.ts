import type { CapturedSiteMachine } from '../../core/inventory/inventory.ts';

/** What machines took or gave back since the capture: memory by host, space by datastore, each by its name without case. */
export interface SiteLoad {
  memoryOf(host: string): number;
  spaceOf(datastore: string): number;
}

/**
 * Compares the machines of one server as captured and as they are now. A machine that was turned on takes its memory; a
 * new one takes the whole of its disks, for how thin they are written nobody says.
 */
export function siteLoad(before: readonly CapturedSiteMachine[], now: readonly CapturedSiteMachine[]): SiteLoad {
  const memory = new Map<string, number>();
  const space = new Map<string, number>();
  for (const [machines, sign] of [
    [before, -1],
    [now, 1],
  ] as const)
    for (const machine of machines) {
      if (machine.host !== undefined && machine.powerState === 'poweredOn')
        add(memory, machine.host, sign * (machine.memoryBytes ?? 0));
      for (const { datastore, capacityBytes } of machine.disks)
        if (datastore !== undefined) add(space, datastore, sign * capacityBytes);
    }
  return {
    memoryOf: (host) => memory.get(host.toLowerCase()) ?? 0,
    spaceOf: (datastore) => space.get(datastore.toLowerCase()) ?? 0,
  };
}

function add(sums: Map<string, number>, name: string, amount: number): void {
  sums.set(name.toLowerCase(), (sums.get(name.toLowerCase()) ?? 0) + amount);
}
