import type { Machine } from '../runbook/runbook.ts';
import type {
  CapturedAppliance,
  CapturedAzureVm,
  CapturedDatastore,
  CapturedHost,
  CapturedItem,
  CapturedMasterTarget,
  CapturedProcessServer,
  CapturedSiteMachine,
  CapturedTrafficProfile,
  Inventory,
  UnreadMachine,
} from './inventory.ts';

/**
 * The inventory with its look-ups: by name or ARM id, always without case, as Azure and vSphere compare.
 * A look-up answers undefined both for a section never captured and for a thing not found in it; the section itself
 * (`world.inventory.items === undefined`) tells the two apart.
 */
export interface World {
  readonly inventory: Inventory;
  itemsNamed(name: string): readonly CapturedItem[];
  item(id: string): CapturedItem | undefined;
  /** By ARM id or by its last segment, as `item:` in a runbook may name it. */
  itemsCalled(idOrResourceName: string): readonly CapturedItem[];
  azureVm(id: string): CapturedAzureVm | undefined;
  azureVmsNamed(name: string): readonly CapturedAzureVm[];
  appliance(name: string): CapturedAppliance | undefined;
  siteMachine(name: string): CapturedSiteMachine | undefined;
  /** One that is there, though nobody knows more of it: that `siteMachine` finds none says nothing then. */
  unreadMachine(name: string): UnreadMachine | undefined;
  host(name: string): CapturedHost | undefined;
  /** In the order of the inventory; none where no hosts were captured. */
  hostsMounting(datastore: string): readonly CapturedHost[];
  datastore(name: string): CapturedDatastore | undefined;
  /** A volume that hosts of several servers mount is shown by each of them. */
  datastoresNamed(name: string): readonly CapturedDatastore[];
  trafficProfile(name: string): CapturedTrafficProfile | undefined;
  /** Classic: by the name that the vault shows. */
  masterTarget(name: string): CapturedMasterTarget | undefined;
  processServer(name: string): CapturedProcessServer | undefined;
}

const worlds = new WeakMap<Inventory, World>();

/** Builds the look-ups once for each inventory object. */
export function worldOf(inventory: Inventory): World {
  const known = worlds.get(inventory);
  if (known !== undefined) return known;
  const world = indexed(inventory);
  worlds.set(inventory, world);
  return world;
}

/** The protected items that may be this machine: the one that `item:` names, else all with its friendly name. */
export function itemsOf(world: World, machine: Machine): readonly CapturedItem[] {
  if (machine.item === undefined) return world.itemsNamed(machine.name);
  return world.itemsCalled(machine.item.value);
}

/**
 * What the site calls the old machine: as its protected item does, for a runbook with `item:` may call it as it likes.
 * Undefined where the item that the runbook names was not seen, and its own name may be somebody else's.
 */
export function oldMachineName(machine: Machine, item: CapturedItem | undefined): string | undefined {
  return item?.friendlyName ?? (machine.item === undefined ? machine.name : undefined);
}

/** Compares names and ARM ids as Azure and vSphere do, and letters with marks however they were typed. */
export function sameName(one: string, other: string): boolean {
  return one === other || fold(one) === fold(other);
}

/** The last segment of an ARM id. */
export function armName(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

/** Each index is built when it is first asked for; most plans need two or three of them. */
function indexed(inventory: Inventory): World {
  const itemsByName = once(() => grouped(inventory.items, (item) => item.friendlyName));
  const itemsById = once(() => keyed(inventory.items, (item) => item.id));
  const itemsByResourceName = once(() => grouped(inventory.items, (item) => item.name));
  const azureVms = once(() => keyed(inventory.azureVms, (vm) => vm.id));
  const azureVmsByName = once(() => grouped(inventory.azureVms, (vm) => vm.name));
  const appliances = once(() => keyed(inventory.appliances, (appliance) => appliance.name));
  const siteMachines = once(() => keyed(inventory.siteMachines, (machine) => machine.name));
  const unreadMachines = once(() => keyed(inventory.unreadMachines, (machine) => machine.name));
  const hosts = once(() => keyed(inventory.hosts, (host) => host.name));
  const hostsByDatastore = once(() => mounting(inventory.hosts));
  const datastores = once(() => grouped(inventory.datastores, (datastore) => datastore.name));
  const trafficProfiles = once(() => keyed(inventory.trafficProfiles, (profile) => profile.name));
  const masterTargets = once(() => keyed(inventory.masterTargets, (target) => target.name));
  const processServers = once(() => keyed(inventory.processServers, (server) => server.name));
  return {
    inventory,
    itemsNamed: (name) => itemsByName().get(fold(name)) ?? [],
    item: (id) => itemsById().get(fold(id)),
    itemsCalled: (called) => {
      const item = itemsById().get(fold(called));
      return item === undefined ? (itemsByResourceName().get(fold(called)) ?? []) : [item];
    },
    azureVm: (id) => azureVms().get(fold(id)),
    azureVmsNamed: (name) => azureVmsByName().get(fold(name)) ?? [],
    appliance: (name) => appliances().get(fold(name)),
    siteMachine: (name) => siteMachines().get(fold(name)),
    unreadMachine: (name) => unreadMachines().get(fold(name)),
    host: (name) => hosts().get(fold(name)),
    hostsMounting: (datastore) => hostsByDatastore().get(fold(datastore)) ?? [],
    datastore: (name) => datastores().get(fold(name))?.[0],
    datastoresNamed: (name) => datastores().get(fold(name)) ?? [],
    trafficProfile: (name) => trafficProfiles().get(fold(name)),
    masterTarget: (name) => masterTargets().get(fold(name)),
    processServer: (name) => processServers().get(fold(name)),
  };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** An `é` may be one character or two, as the keyboard and the system that wrote it would have it; nobody sees which. */
export function fold(name: string): string {
  const lower = name.toLowerCase();
  return BEYOND_ASCII.test(lower) ? lower.normalize() : lower;
}

/** Most names have nothing to normalize, and it costs more than all the rest. */
const BEYOND_ASCII = /[^\0-\x7f]/;

function keyed<T>(entries: readonly T[] | undefined, key: (entry: T) => string): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const entry of entries ?? []) found.set(fold(key(entry)), entry);
  return found;
}

/** A host that mounts two datastores of one name counts once. */
function mounting(hosts: readonly CapturedHost[] | undefined): ReadonlyMap<string, readonly CapturedHost[]> {
  const found = new Map<string, Set<CapturedHost>>();
  for (const host of hosts ?? []) {
    for (const { name } of host.datastores) {
      const key = fold(name);
      const known = found.get(key);
      if (known === undefined) found.set(key, new Set([host]));
      else known.add(host);
    }
  }
  return new Map([...found].map(([name, all]) => [name, [...all]]));
}

function grouped<T>(entries: readonly T[] | undefined, key: (entry: T) => string): ReadonlyMap<string, readonly T[]> {
  return Map.groupBy(entries ?? [], (entry) => fold(key(entry)));
}
