import { sameName, type World } from '../inventory/world.ts';
import type { Appliance, ConsistencyGroup, Machine, MasterTarget, Runbook } from '../runbook/runbook.ts';
import type { SettledMachine } from './settle-machines.ts';

type Way = Appliance | MasterTarget;

/**
 * Gives each machine without `via:` an appliance or master target that reaches its datastore, the one with the fewest
 * disks so far. Members of a consistency group go through one and the same.
 */
export function chooseAppliances(
  machines: readonly SettledMachine[],
  runbook: Runbook,
  world: World | undefined,
): SettledMachine[] {
  const ways: readonly Way[] = runbook.architecture.value === 'modernized' ? runbook.appliances : runbook.masterTargets;
  const load = new Map<Way, number>(ways.map((way) => [way, 0]));
  const carry = (way: Way, settled: SettledMachine) => load.set(way, (load.get(way) ?? 0) + (settled.disks ?? 1));
  for (const settled of machines) if (settled.via !== undefined) carry(settled.via, settled);

  const groups = groupsByMachine(runbook);
  const chosenForGroup = new Map<ConsistencyGroup, Way>();
  for (const settled of machines) {
    const group = groups.get(settled.machine);
    if (group !== undefined && settled.via !== undefined) chosenForGroup.set(group, settled.via);
  }
  return machines.map((settled) => {
    if (settled.via !== undefined) return settled;
    const group = groups.get(settled.machine);
    const via = (group && chosenForGroup.get(group)) ?? leastLoaded(ways, load, (way) => suits(way, settled, world));
    if (via === undefined) return settled;
    if (group !== undefined) chosenForGroup.set(group, via);
    carry(via, settled);
    return { ...settled, via };
  });
}

/** Captured facts first, declared ones where nobody looked. */
function suits(way: Way, { machine, datastore }: SettledMachine, world: World | undefined): boolean {
  if (way.kind === 'master-target' && way.os !== undefined && machine.os !== undefined)
    if (way.os.value !== machine.os.value.family) return false;
  if (datastore === undefined) return true;
  const captured = way.kind === 'appliance' ? world?.appliance(way.applianceName)?.accessibleDatastores : undefined;
  const reach = captured ?? way.datastores.map(({ value }) => value.datastoreName);
  return reach.length === 0 || reach.some((name) => sameName(name, datastore));
}

function leastLoaded(ways: readonly Way[], load: ReadonlyMap<Way, number>, suitable: (way: Way) => boolean) {
  let best: Way | undefined;
  for (const way of ways) {
    if (best !== undefined && (load.get(way) ?? 0) >= (load.get(best) ?? 0)) continue;
    if (suitable(way)) best = way;
  }
  return best;
}

function groupsByMachine(runbook: Runbook): ReadonlyMap<Machine, ConsistencyGroup> {
  const groups = new Map<Machine, ConsistencyGroup>();
  for (const group of runbook.consistencyGroups) for (const { value } of group.machines) groups.set(value, group);
  return groups;
}
