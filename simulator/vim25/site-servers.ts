import type {
  CapturedDatastore,
  CapturedHost,
  CapturedSiteMachine,
  CapturedStorageCluster,
  CapturedVCenter,
  Inventory,
} from '../../core/inventory/inventory.ts';

/** A server of the site that can be asked: a vCenter, or a host that has none. */
export interface SiteServer {
  readonly name: string;
  readonly apiType: 'VirtualCenter' | 'HostAgent';
  readonly captured: CapturedVCenter | undefined;
  readonly hosts: readonly CapturedHost[];
  readonly datastores: readonly CapturedDatastore[];
  readonly storageClusters: readonly CapturedStorageCluster[];
  /** Whether this server shows the machine. */
  shows(machine: CapturedSiteMachine): boolean;
}

/** The servers of an inventory: each of its vCenters, and each host that belongs to none. */
export function siteServers(inventory: Inventory): readonly SiteServer[] {
  const hosts = inventory.hosts ?? [];
  const vcenters = inventory.vcenters ?? [];
  const known = vcenters.flatMap(({ name, address }) => [name, address]);
  const bare = hosts.filter(({ name, vcenter }) => vcenter === undefined && !known.some((one) => same(one, name)));
  const addresses = [
    ...vcenters.map((captured) => ({ name: captured.name, captured, answersTo: [captured.name, captured.address] })),
    ...bare.map(({ name }) => ({ name, captured: undefined, answersTo: [name] })),
  ];
  const belongs = (vcenter: string | undefined, to: readonly string[]) =>
    vcenter === undefined ? addresses.length === 1 : to.some((one) => same(one, vcenter));

  return addresses.map(({ name, captured, answersTo }) => {
    const own = hosts.filter(
      (host) => belongs(host.vcenter, answersTo) || (host.vcenter === undefined && same(host.name, name)),
    );
    const mounts = (datastore: string) =>
      own.some((host) => host.datastores.some((mount) => same(mount.name, datastore)));
    const runs = (host: string | undefined) => host !== undefined && own.some((one) => same(one.name, host));
    return {
      name,
      apiType: captured === undefined || captured.apiType === 'HostAgent' ? 'HostAgent' : 'VirtualCenter',
      captured,
      hosts: own,
      datastores: (inventory.datastores ?? []).filter(
        (one) => belongs(one.vcenter, answersTo) || (one.vcenter === undefined && mounts(one.name)),
      ),
      storageClusters: (inventory.storageClusters ?? []).filter((one) => belongs(one.vcenter, answersTo)),
      shows: (machine) => belongs(machine.vcenter, answersTo) || (machine.vcenter === undefined && runs(machine.host)),
    };
  });
}

/** Compares names as vSphere does. */
export function same(one: string, other: string | undefined): boolean {
  return one.toLowerCase() === other?.toLowerCase();
}
