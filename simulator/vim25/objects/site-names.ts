import type { SiteMachineNow } from '../site-machines.ts';
import type { SiteServer } from '../site-servers.ts';
import { type Reference, reference } from '../vim-value.ts';

/** The ids of one server's objects, found by the names that the inventory uses. */
export interface SiteNames {
  readonly root: Reference;
  readonly datacenter: Reference;
  readonly folders: Readonly<Record<'vm' | 'host' | 'datastore' | 'network', Reference>>;
  host(name: string | undefined): Reference | undefined;
  /** The cluster of a host, or the compute resource that stands for the host alone. */
  computeResource(host: string | undefined): Reference | undefined;
  readonly computeResources: readonly { readonly name: string; readonly self: Reference }[];
  datastore(name: string | undefined): Reference | undefined;
  network(name: string): Reference | undefined;
  readonly networks: readonly { readonly name: string; readonly self: Reference }[];
  storagePod(name: string | undefined): Reference | undefined;
  machine(name: string): Reference | undefined;
}

export function siteNames(server: SiteServer, machines: readonly SiteMachineNow[]): SiteNames {
  const bare = server.apiType === 'HostAgent';
  const one = (type: string, inVCenter: string, onHost: string) => reference(type, bare ? onHost : inVCenter);
  const hosts = named(
    server.hosts.map(({ name }) => name),
    'HostSystem',
    bare ? 'ha-host' : 'host-',
  );
  const datastores = named(
    server.datastores.map(({ name }) => name),
    'Datastore',
    'datastore-',
  );
  const networks = named(
    server.hosts.flatMap(({ networks = [] }) => networks),
    'Network',
    'network-',
  );
  const pods = named(
    server.storageClusters.map(({ name }) => name),
    'StoragePod',
    'group-p',
  );
  const computes = new Map<string, { readonly name: string; readonly self: Reference }>();
  const computeOfHost = new Map<string, Reference>();
  for (const host of server.hosts) {
    const name = host.cluster ?? host.name;
    const key = `${host.cluster === undefined ? 'host' : 'cluster'} ${name.toLowerCase()}`;
    const type = host.cluster === undefined ? 'ComputeResource' : 'ClusterComputeResource';
    const id = bare ? 'ha-compute-res' : `domain-${host.cluster === undefined ? 's' : 'c'}${computes.size + 7}`;
    const compute = computes.get(key) ?? { name, self: reference(type, id) };
    computes.set(key, compute);
    computeOfHost.set(host.name.toLowerCase(), compute.self);
  }
  const machineIds = new Map(
    machines.map(({ id, machine }) => [machine.name.toLowerCase(), reference('VirtualMachine', id)]),
  );
  const find = (among: ReadonlyMap<string, { readonly self: Reference }>) => (name: string | undefined) =>
    name === undefined ? undefined : among.get(name.toLowerCase())?.self;
  return {
    root: one('Folder', 'group-d1', 'ha-folder-root'),
    datacenter: one('Datacenter', 'datacenter-2', 'ha-datacenter'),
    folders: {
      vm: one('Folder', 'group-v3', 'ha-folder-vm'),
      host: one('Folder', 'group-h4', 'ha-folder-host'),
      datastore: one('Folder', 'group-s5', 'ha-folder-datastore'),
      network: one('Folder', 'group-n6', 'ha-folder-network'),
    },
    host: find(hosts),
    computeResource: (host) => (host === undefined ? undefined : computeOfHost.get(host.toLowerCase())),
    computeResources: [...computes.values()],
    datastore: find(datastores),
    network: find(networks),
    networks: [...networks.values()],
    storagePod: find(pods),
    machine: (name) => machineIds.get(name.toLowerCase()),
  };
}

/** Each name once, without case, with an id after its place. */
function named(names: readonly string[], type: string, prefix: string) {
  const found = new Map<string, { readonly name: string; readonly self: Reference }>();
  for (const name of names) {
    const key = name.toLowerCase();
    const id =
      prefix === 'ha-host' ? `ha-host${found.size === 0 ? '' : `-${found.size}`}` : `${prefix}${found.size + 11}`;
    if (!found.has(key)) found.set(key, { name, self: reference(type, id) });
  }
  return found;
}
