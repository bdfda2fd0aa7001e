import { sameName, type World } from '../inventory/world.ts';
import type { Appliance, ConsistencyGroup, Machine, MasterTarget, Runbook } from '../runbook/runbook.ts';
import type { SettledMachine } from './settle-machines.ts';

type Way = Appliance | MasterTarget;

/**
 * Gives each machine without `via:` an appliance or master target that reaches its datastore, the one with the fewest
 * disks so far. Members of a consistency group go through one and the same, which suits all of them.
 */
export function chooseAppliances(
  machines: readonly SettledMachine[],
  runbook: Runbook,
  world: World | undefined,
): SettledMachine[] {
  const ways: readonly Way[] = runbook.architecture.value === 'modernized' ? runbook.appliances : runbook.masterTargets;
  const load = new Map<Way, number>(ways.map((way) => [way, ownDisks(way, world)]));
  const carry = (way: Way, settled: SettledMachine) => load.set(way, (load.get(way) ?? 0) + (settled.disks ?? 1));
  for (const settled of machines) if (settled.via !== undefined) carry(settled.via, settled);

  const groups = groupsByMachine(runbook);
  const members = Map.groupBy(machines, ({ machine }) => groups.get(machine));
  const chosenForGroup = new Map<ConsistencyGroup, Way>();
  for (const settled of machines) {
    const group = groups.get(settled.machine);
    if (group !== undefined && settled.via !== undefined) chosenForGroup.set(group, settled.via);
  }
  return machines.map((settled) => {
    if (settled.via !== undefined) return settled;
    const group = groups.get(settled.machine);
    const together = group === undefined ? [settled] : (members.get(group) ?? [settled]);
    const via =
      (group && chosenForGroup.get(group)) ??
      leastLoaded(ways, load, (way) => together.every((one) => suits(way, one, world))) ??
      leastLoaded(ways, load, (way) => suits(way, settled, world));
    if (via === undefined) return settled;
    if (group !== undefined) chosenForGroup.set(group, via);
    carry(via, settled);
    return { ...settled, via };
  });
}

/** A master target's own disks count towards those it takes. */
function ownDisks(way: Way, world: World | undefined): number {
  return way.kind === 'appliance' ? 0 : (world?.masterTarget(way.targetName)?.diskCount ?? 0);
}

/** Captured facts first, declared ones where nobody looked. */
function suits(way: Way, { family, datastore }: SettledMachine, world: World | undefined): boolean {
  if (way.kind === 'master-target' && family !== undefined && (familyOf(way, world) ?? family) !== family) return false;
  if (datastore === undefined) return true;
  const reach = reachOf(way, world) ?? way.datastores.map(({ value }) => value.datastoreName);
  return reach.length === 0 || reach.some((name) => sameName(name, datastore));
}

/** Datastores that it is seen to reach. A master target that shows none yet may only not have been discovered whole. */
function reachOf(way: Way, world: World | undefined): readonly string[] | undefined {
  if (way.kind === 'appliance') return world?.appliance(way.applianceName)?.accessibleDatastores;
  const seen = world?.masterTarget(way.targetName)?.datastores;
  return seen === undefined || seen.length === 0 ? undefined : seen;
}

function familyOf(way: MasterTarget, world: World | undefined): string | undefined {
  return world?.masterTarget(way.targetName)?.osType?.toLowerCase() ?? way.os?.value;
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
