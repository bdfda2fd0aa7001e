import type { CapturedAzureVm, CapturedItem, CapturedSiteMachine } from '../inventory/inventory.ts';
import { armName, itemsOf, oldMachineName, type World } from '../inventory/world.ts';
import type { Machine } from '../runbook/runbook.ts';
import type { MasterTargetSeen, ProcessServerSeen } from './classic-in-play.ts';
import { lookOf, NOT_CAPTURED, type Sighting } from './sighting.ts';
import type { ApplianceSeen } from './site-in-play.ts';

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
  readonly appliance: ApplianceSeen | undefined;
  /** Classic: the master target it comes home through, and the process server that receives its data; as written. */
  readonly masterTarget: MasterTargetSeen | undefined;
  readonly processServer: ProcessServerSeen | undefined;
}

/** What was captured of a machine. */
export function lookedUp(
  machine: Machine,
  world: World | undefined,
): Pick<MachineInPlay, 'item' | 'azureVm' | 'azureVmElsewhere' | 'onSite'> {
  if (world === undefined)
    return { item: NOT_CAPTURED, azureVm: NOT_CAPTURED, azureVmElsewhere: undefined, onSite: NOT_CAPTURED };
  const item = itemSighting(machine, world);
  const azureVm = azureVmSighting(item, world);
  return {
    item,
    azureVm,
    azureVmElsewhere: movedAzureVm(item, azureVm, world),
    onSite: siteSighting(machine, item, world),
  };
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
