import type { CapturedAzureVm, CapturedItem } from '../inventory/inventory.ts';
import { itemsOf, type World } from '../inventory/world.ts';
import type { Bytes } from '../quantity.ts';
import type { App, Appliance, Location, Machine, MasterTarget, Runbook, Wave } from '../runbook/runbook.ts';

/** A machine of some wave with everything that the runbook and the inventory know of it. */
export interface SettledMachine {
  /** Its place among all machines of the plan, in the order of the waves. */
  readonly index: number;
  readonly machine: Machine;
  readonly wave: Wave;
  /** `data/erp-db-01/`: what the ids of its steps begin with. */
  readonly path: string;
  /** The application it belongs to; the one that holds, where it belongs to several. */
  readonly app: App | undefined;
  /** Undefined when nobody looked, when nothing was found, and when several could be meant. */
  readonly item: CapturedItem | undefined;
  readonly azureVm: CapturedAzureVm | undefined;
  /** As written; the planner chooses one where nothing is written. */
  readonly via: Appliance | MasterTarget | undefined;
  readonly datastore: string | undefined;
  /** As written; a physical server can only come home as a new machine. */
  readonly location: Location;
  /** As written, else as the vault shows it. */
  readonly family: 'windows' | 'linux' | undefined;
  readonly disks: number | undefined;
  readonly bytes: Bytes | undefined;
}

/** Every machine that a wave moves, each once, in the order of the waves. */
export function settleMachines(runbook: Runbook, waves: readonly Wave[], world: World | undefined): SettledMachine[] {
  const apps = appsByMachine(runbook);
  const seen = new Set<Machine>();
  const settled: SettledMachine[] = [];
  for (const wave of waves)
    for (const { value: machine } of wave.machines) {
      if (seen.has(machine)) continue;
      seen.add(machine);
      settled.push(settle(settled.length, machine, wave, apps.get(machine), runbook, world));
    }
  return settled;
}

function settle(
  index: number,
  machine: Machine,
  wave: Wave,
  app: App | undefined,
  runbook: Runbook,
  world: World | undefined,
): SettledMachine {
  const items = world === undefined ? [] : itemsOf(world, machine);
  const item = items.length === 1 ? items[0] : undefined;
  const location = locationOf(machine, item, runbook);
  return {
    index,
    machine,
    wave,
    path: `${wave.name}/${machine.name}/`,
    app,
    item,
    azureVm: item?.azureVmId === undefined ? undefined : world?.azureVm(item.azureVmId),
    via: machine.via?.value,
    datastore: machine.datastore?.value.datastoreName ?? discoveredDatastore(location, item),
    location,
    family: machine.os?.value.family ?? familyOf(item),
    disks: diskCount(machine, item),
    bytes: replicatedBytes(machine, item),
  };
}

/** There is no failing back to a physical server: the classic architecture makes a virtual machine of it. */
function locationOf(machine: Machine, item: CapturedItem | undefined, { architecture }: Runbook): Location {
  const physical = machine.source.value === 'physical' || item?.discoveryType === 'Physical';
  return architecture.value === 'classic' && physical ? 'alternate' : machine.location.value;
}

function familyOf(item: CapturedItem | undefined): 'windows' | 'linux' | undefined {
  if (item?.osType === undefined) return undefined;
  return item.osType === 'Windows' ? 'windows' : 'linux';
}

/** At the original location Site Recovery takes the datastore of the old machine, whatever is asked for. */
function discoveredDatastore(location: Location, item: CapturedItem | undefined): string | undefined {
  if (location !== 'original') return undefined;
  return item?.discovered?.datastores[0] ?? item?.targetDatastore;
}

function diskCount(machine: Machine, item: CapturedItem | undefined): number | undefined {
  if (item !== undefined && item.disks.length > 0) return item.disks.length;
  return machine.disks.length > 0 ? machine.disks.length : undefined;
}

function replicatedBytes(machine: Machine, item: CapturedItem | undefined): Bytes | undefined {
  if (item !== undefined && item.disks.length > 0) {
    let captured = 0;
    for (const disk of item.disks) captured += disk.capacityBytes;
    return captured;
  }
  if (machine.size !== undefined) return machine.size.value;
  let declared = 0;
  for (const disk of machine.disks) {
    if (disk.size === undefined) return undefined;
    declared += disk.size.value;
  }
  return machine.disks.length > 0 ? declared : undefined;
}

function appsByMachine(runbook: Runbook): ReadonlyMap<Machine, App> {
  const apps = new Map<Machine, App>();
  for (const app of runbook.apps)
    for (const { value: machine } of app.machines)
      if (app.onFailure.value === 'hold' || !apps.has(machine)) apps.set(machine, app);
  return apps;
}
