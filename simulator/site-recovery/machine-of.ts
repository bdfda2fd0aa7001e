import type { Call } from '../arm/call.ts';
import type { Estate } from '../estate/estate.ts';
import type { Machine } from '../estate/machine.ts';
import { renderItem } from './render-item.ts';
import { vaultId } from './service-ids.ts';

/** The machine whose protected item a path names. */
export function machineOf(estate: Estate, call: Call): Machine | undefined {
  const { fabric, container: containerName, item: name } = call.path;
  return estate.machine(
    `${vaultId(estate)}/replicationFabrics/${fabric}/replicationProtectionContainers/${containerName}/replicationProtectedItems/${name}`,
  );
}

/** The item as a GET of it answers now. */
export function itemNow(estate: Estate, machine: Machine, call: Call) {
  return renderItem({ estate, machine, state: machine.state, at: call.at, inList: false });
}
