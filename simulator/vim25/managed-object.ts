import type { Reference, Value } from './vim-value.ts';

/** A managed object: what it is, and its properties by their first name, read when they are asked for. */
export interface ManagedObject {
  readonly self: Reference;
  readonly properties: Readonly<Record<string, () => Value | undefined>>;
}

/** The objects of one server at one moment. */
export interface ObjectTree {
  readonly rootFolder: Reference;
  /** In the order in which a vCenter would list them. */
  readonly all: readonly ManagedObject[];
  find(id: string): ManagedObject | undefined;
}

const parents: Readonly<Record<string, string>> = {
  StoragePod: 'Folder',
  ClusterComputeResource: 'ComputeResource',
  DistributedVirtualPortgroup: 'Network',
  Folder: 'ManagedEntity',
  Datacenter: 'ManagedEntity',
  ComputeResource: 'ManagedEntity',
  HostSystem: 'ManagedEntity',
  Datastore: 'ManagedEntity',
  Network: 'ManagedEntity',
  ResourcePool: 'ManagedEntity',
  VirtualMachine: 'ManagedEntity',
  ManagedEntity: 'ManagedObject',
  ContainerView: 'ManagedObject',
};

/** Whether an object of one type is one of another too. */
export function isA(type: string, wanted: string): boolean {
  for (let one: string | undefined = type; one !== undefined; one = parents[one]) if (one === wanted) return true;
  return wanted === 'ManagedObject';
}

export function objectTree(rootFolder: Reference, all: readonly ManagedObject[]): ObjectTree {
  const byId = new Map(all.map((one) => [one.self.id, one]));
  return { rootFolder, all, find: (id) => byId.get(id) };
}
