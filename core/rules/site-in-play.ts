import type { CapturedAppliance, CapturedVCenter } from '../inventory/inventory.ts';
import { sameName, type World } from '../inventory/world.ts';
import type { Appliance, Machine, MasterTarget, Runbook, VCenter } from '../runbook/runbook.ts';
import type { SourceRange } from '../runbook/source.ts';
import { lookOf, NOT_CAPTURED, type Sighting } from './sighting.ts';

/** An appliance through which machines of the runbook come home. */
export interface ApplianceInPlay {
  readonly name: string;
  /** Where the runbook first says so. */
  readonly at: SourceRange;
  readonly appliance: Appliance;
  readonly machines: readonly Machine[];
  readonly captured: Sighting<CapturedAppliance>;
  /** The vCenter in which it sits, as the vault says, else as the runbook says. */
  readonly vcenter: VCenterInPlay | undefined;
}

/** A vCenter to which machines of the runbook come home. */
export interface VCenterInPlay {
  readonly name: string;
  readonly at: SourceRange;
  readonly declared: VCenter | undefined;
  readonly captured: Sighting<CapturedVCenter>;
}

export function appliancesInPlay(runbook: Runbook, world: World | undefined): readonly ApplianceInPlay[] {
  const uses = Map.groupBy(runbook.machines, ({ via }) => via?.value);
  return [...uses].flatMap(([appliance, machines]) => {
    const at = machines[0]?.via?.at;
    if (appliance === undefined || appliance.kind !== 'appliance' || at === undefined) return [];
    const captured = applianceSighting(appliance, world);
    const vcenter = vcenterOfAppliance(appliance, at, captured, runbook, world);
    return [{ name: appliance.name, at, appliance, machines, captured, vcenter }];
  });
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
  at: SourceRange,
  captured: Sighting<CapturedAppliance>,
  runbook: Runbook,
  world: World | undefined,
): VCenterInPlay | undefined {
  const id = captured.seen?.vcenterId;
  const seen = id === undefined ? undefined : world?.inventory.vcenters?.find((each) => sameName(each.id ?? '', id));
  if (seen !== undefined) {
    const declared = runbook.vcenters.find((each) => isSameVCenter(each, seen));
    return { name: declared?.name ?? seen.name, at, declared, captured: { seen } };
  }
  const declared = appliance.vcenter?.value;
  return declared === undefined
    ? undefined
    : { name: declared.name, at, declared, captured: sightingOf(declared, world) };
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
