import type {
  CapturedAzureVm,
  CapturedHost,
  CapturedItem,
  CapturedSiteMachine,
  Inventory,
} from '../inventory/inventory.ts';
import { armName, itemsOf, oldMachineName, type World, worldOf } from '../inventory/world.ts';
import type { Machine, Runbook } from '../runbook/runbook.ts';
import {
  type ClassicInPlay,
  classicInPlay,
  type MasterTargetInPlay,
  type ProcessServerInPlay,
  processServerFor,
} from './classic-in-play.ts';
import type { RuleContext } from './rule.ts';
import { lookOf, NOT_CAPTURED, type Sighting } from './sighting.ts';
import { type ApplianceInPlay, appliancesInPlay, type VCenterInPlay, vcentersInPlay } from './site-in-play.ts';

/** A machine of the runbook with what was captured of it, looked up once for all rules. */
export interface MachineInPlay {
  readonly machine: Machine;
  readonly item: Sighting<CapturedItem>;
  readonly azureVm: Sighting<CapturedAzureVm>;
  /** A machine in Azure of the same name, where the item's own is not to be found: it was moved. */
  readonly azureVmElsewhere: CapturedAzureVm | undefined;
  /** The old machine on the site. */
  readonly onSite: Sighting<CapturedSiteMachine>;
  /** The appliance it comes home through; none when the runbook names none, or a master target. */
  readonly appliance: ApplianceInPlay | undefined;
  /** Classic: the master target it comes home through, and the process server that receives its data; as written. */
  readonly masterTarget: MasterTargetInPlay | undefined;
  readonly processServer: ProcessServerInPlay | undefined;
}

/** Runbook and inventory side by side, with every look-up that rules share done once. */
export interface Situation extends ClassicInPlay {
  readonly runbook: Runbook;
  readonly world: World | undefined;
  readonly machines: readonly MachineInPlay[];
  readonly appliances: readonly ApplianceInPlay[];
  readonly vcenters: readonly VCenterInPlay[];
  /** How to get a fact that is missing, with the command on its own line. */
  readonly howToCapture: string;
}

const situations = new WeakMap<RuleContext, Situation>();

/** The situation of a context; made on first use. */
export function situationOf(context: RuleContext): Situation {
  const known = situations.get(context);
  if (known !== undefined) return known;
  const situation = surveyed(context);
  situations.set(context, situation);
  return situation;
}

function surveyed({ runbook, inventory }: RuleContext): Situation {
  const world = inventory === undefined ? undefined : worldOf(inventory);
  const appliances = appliancesInPlay(runbook, world);
  const items = new Map(runbook.machines.map((machine) => [machine, itemSightingIn(world, machine)]));
  const itemIds = [...items.values()].flatMap(({ seen }) => (seen === undefined ? [] : [seen.id]));
  const classic = classicInPlay(runbook, world, itemIds);
  const byAppliance = new Map<unknown, ApplianceInPlay>(appliances.map((each) => [each.appliance, each]));
  const byTarget = new Map<unknown, MasterTargetInPlay>(classic.masterTargets.map((each) => [each.target, each]));
  const byServer = new Map<unknown, ProcessServerInPlay>(classic.processServers.map((each) => [each.server, each]));
  return {
    runbook,
    world,
    machines: runbook.machines.map((machine) => ({
      machine,
      ...lookedUp(machine, items.get(machine) ?? NOT_CAPTURED, world),
      appliance: byAppliance.get(machine.via?.value),
      masterTarget: byTarget.get(machine.via?.value),
      processServer: byServer.get(processServerFor(machine)),
    })),
    ...classic,
    appliances,
    vcenters: vcentersInPlay(runbook, appliances, world),
    howToCapture: `Capture the inventory anew.\nfailback capture ${fileOf(runbook)} --out ${inventoryFileOf(runbook)}`,
  };
}

function lookedUp(
  machine: Machine,
  item: Sighting<CapturedItem>,
  world: World | undefined,
): Pick<MachineInPlay, 'item' | 'azureVm' | 'azureVmElsewhere' | 'onSite'> {
  if (world === undefined) return { item, azureVm: NOT_CAPTURED, azureVmElsewhere: undefined, onSite: NOT_CAPTURED };
  const azureVm = azureVmSighting(item, world);
  return {
    item,
    azureVm,
    azureVmElsewhere: movedAzureVm(item, azureVm, world),
    onSite: siteSighting(machine, item, world),
  };
}

function itemSightingIn(world: World | undefined, machine: Machine): Sighting<CapturedItem> {
  return world === undefined ? NOT_CAPTURED : itemSighting(machine, world);
}

function itemSighting(machine: Machine, world: World): Sighting<CapturedItem> {
  if (world.inventory.items === undefined) return NOT_CAPTURED;
  const [item, ...others] = itemsOf(world, machine);
  const called = machine.item === undefined ? machine.name : machine.item.value;
  if (item === undefined) return missing(world, 0, `the inventory has no protected item called '${called}'`);
  if (others.length === 0) return { seen: item };
  return missing(world, others.length + 1, `the inventory has ${others.length + 1} protected items called '${called}'`);
}

function azureVmSighting(item: Sighting<CapturedItem>, world: World): Sighting<CapturedAzureVm> {
  if (item.seen === undefined) return { ...item, found: undefined };
  if (world.inventory.azureVms === undefined) return NOT_CAPTURED;
  const { azureVmId, friendlyName } = item.seen;
  if (azureVmId === undefined)
    return missing(world, undefined, `the protected item of '${friendlyName}' names no Azure machine`);
  const seen = world.azureVm(azureVmId);
  return seen === undefined ? missing(world, 0, `the inventory has no Azure machine '${azureVmId}'`) : { seen };
}

function siteSighting(machine: Machine, item: Sighting<CapturedItem>, world: World): Sighting<CapturedSiteMachine> {
  if (world.inventory.siteMachines === undefined) return NOT_CAPTURED;
  const name = oldMachineName(machine, item.seen);
  if (name === undefined)
    return missing(world, undefined, `nobody saw the protected item of '${machine.name}', which names its old machine`);
  const seen = world.siteMachine(name);
  if (seen !== undefined) return { seen };
  const unread = world.unreadMachine(name);
  return unread === undefined
    ? missing(world, 0, `the inventory has no machine '${name}' on the site`)
    : missing(world, undefined, `the site shows '${name}', but ${unread.reason}`);
}

function movedAzureVm(
  item: Sighting<CapturedItem>,
  azureVm: Sighting<CapturedAzureVm>,
  world: World,
): CapturedAzureVm | undefined {
  const id = item.seen?.azureVmId;
  if (id === undefined || azureVm.seen !== undefined) return undefined;
  const [vm, ...others] = world.azureVmsNamed(armName(id));
  return others.length === 0 ? vm : undefined;
}

function missing(world: World, found: number | undefined, reason: string): Sighting<never> {
  return { seen: undefined, found, looked: [lookOf(world)], reason };
}

function fileOf(runbook: Runbook): string {
  return decodeURIComponent(runbook.at.uri.slice(runbook.at.uri.lastIndexOf('/') + 1));
}

function inventoryFileOf(runbook: Runbook): string {
  return runbook.inventory === undefined ? `${runbook.name}.inventory.json` : runbook.inventory.value;
}

/** The host as vSphere shows it. */
export function seenHost(world: World | undefined, name: string): CapturedHost | undefined {
  return world === undefined ? undefined : world.host(name);
}

/** The section of an inventory, or why there is none. */
export function section<K extends keyof Inventory>(world: World | undefined, name: K): Inventory[K] | undefined {
  return world === undefined ? undefined : world.inventory[name];
}
