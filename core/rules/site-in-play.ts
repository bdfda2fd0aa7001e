import type { CapturedAppliance, CapturedVCenter } from '../inventory/inventory.ts';
import { sameName, type World } from '../inventory/world.ts';
import type { Appliance, Machine, MasterTarget, Runbook, VCenter } from '../runbook/runbook.ts';
import type { SourceRange } from '../runbook/source.ts';
import { lookOf, NOT_CAPTURED, type Sighting } from './sighting.ts';

/** A declared appliance beside what was captured of it; the same for every machine that comes home through it. */
export interface ApplianceSeen {
  readonly name: string;
  readonly appliance: Appliance;
  readonly captured: Sighting<CapturedAppliance>;
  /** The vCenter in which it sits, as the vault says, else as the runbook says. */
  readonly vcenter: VCenterSeen | undefined;
}

/** An appliance through which machines of the runbook come home. */
export interface ApplianceInPlay extends ApplianceSeen {
  /** Where the runbook first says so. */
  readonly at: SourceRange;
  readonly machines: readonly Machine[];
  readonly vcenter: VCenterInPlay | undefined;
}

/** A vCenter beside what was captured of it. */
export interface VCenterSeen {
  readonly name: string;
  readonly declared: VCenter | undefined;
  readonly captured: Sighting<CapturedVCenter>;
}

/** A vCenter to which machines of the runbook come home. */
export interface VCenterInPlay extends VCenterSeen {
  readonly at: SourceRange;
}

export function appliancesInPlay(runbook: Runbook, world: World | undefined): readonly ApplianceInPlay[] {
  const uses = Map.groupBy(runbook.machines, ({ via }) => via?.value);
  return [...uses].flatMap(([appliance, machines]) => {
    const at = machines[0]?.via?.at;
    if (appliance === undefined || appliance.kind !== 'appliance' || at === undefined) return [];
    const seen = applianceSeen(appliance, runbook, world);
    return [{ ...seen, at, machines, vcenter: seen.vcenter && { ...seen.vcenter, at } }];
  });
}

export function applianceSeen(
  appliance: Appliance,
  runbook: Pick<Runbook, 'vcenters'>,
  world: World | undefined,
): ApplianceSeen {
  const captured = applianceSighting(appliance, world);
  return {
    name: appliance.name,
    appliance,
    captured,
    vcenter: vcenterOfAppliance(appliance, captured, runbook, world),
  };
}

/** The vCenters behind the appliances (as captured, else as declared) and behind the hosts of the master targets. */
export function vcentersInPlay(
  runbook: Runbook,
  appliances: readonly ApplianceInPlay[],
  world: World | undefined,
): readonly VCenterInPlay[] {
  const found = new Map<string, VCenterInPlay>();
  const add = (vcenter: VCenterInPlay | undefined) => {
    if (vcenter !== undefined && !found.has(vcenter.name)) found.set(vcenter.name, vcenter);
  };
  for (const appliance of appliances) add(appliance.vcenter);
  for (const [target, at] of masterTargets(runbook)) add(vcenterOfMasterTarget(target, at, world));
  return [...found.values()];
}

function vcenterOfAppliance(
  appliance: Appliance,
  captured: Sighting<CapturedAppliance>,
  runbook: Pick<Runbook, 'vcenters'>,
  world: World | undefined,
): VCenterSeen | undefined {
  const id = captured.seen?.vcenterId;
  const seen = id === undefined ? undefined : world?.inventory.vcenters?.find((each) => sameName(each.id ?? '', id));
  if (seen !== undefined) {
    const declared = runbook.vcenters.find((each) => isSameVCenter(each, seen));
    return { name: declared?.name ?? seen.name, declared, captured: { seen } };
  }
  const declared = appliance.vcenter?.value;
  return declared === undefined ? undefined : { name: declared.name, declared, captured: sightingOf(declared, world) };
}

/** Whether a declared and a captured vCenter are the same, by name or by address. */
export function isSameVCenter(declared: VCenter, seen: CapturedVCenter): boolean {
  if (sameName(declared.name, seen.name)) return true;
  return declared.address !== undefined && sameName(declared.address.value, seen.address);
}

function vcenterOfMasterTarget(target: MasterTarget, at: SourceRange, world: World | undefined) {
  const declared = target.host?.value.vcenter?.value;
  return declared === undefined
    ? undefined
    : { name: declared.name, at, declared, captured: sightingOf(declared, world) };
}

function masterTargets(runbook: Runbook): ReadonlyMap<MasterTarget, SourceRange> {
  const targets = new Map<MasterTarget, SourceRange>();
  for (const { via } of runbook.machines)
    if (via?.value.kind === 'master-target' && !targets.has(via.value)) targets.set(via.value, via.at);
  return targets;
}

function sightingOf(declared: VCenter, world: World | undefined): Sighting<CapturedVCenter> {
  if (world?.inventory.vcenters === undefined) return NOT_CAPTURED;
  const seen = world.inventory.vcenters.find((each) => isSameVCenter(declared, each));
  if (seen !== undefined) return { seen };
  return {
    seen: undefined,
    found: 0,
    looked: [lookOf(world)],
    reason: `the inventory has no vCenter '${declared.name}'`,
  };
}

function applianceSighting(appliance: Appliance, world: World | undefined): Sighting<CapturedAppliance> {
  if (world?.inventory.appliances === undefined) return NOT_CAPTURED;
  const seen = world.appliance(appliance.applianceName);
  if (seen !== undefined) return { seen };
  return {
    seen: undefined,
    found: 0,
    looked: [lookOf(world)],
    reason: `the inventory has no appliance '${appliance.applianceName}'`,
  };
}
