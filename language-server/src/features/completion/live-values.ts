import type { Inventory } from '../../../../core/inventory/inventory.ts';
import { armName, sameName, type World, worldOf } from '../../../../core/inventory/world.ts';
import { sayBytes, sayMoment } from '../../../../core/report/say.ts';
import { sayHosts } from './say-hosts.ts';

/** Something that the inventory knows, with what decides between it and others. */
export interface LiveValue {
  readonly name: string;
  readonly detail: string;
  readonly documentation?: string;
  /** The smaller the better. */
  readonly rank?: number;
}

/** What the inventory knows for a setting, by the rules of its block and of the setting itself; `subject` is the block's name. */
export function liveValues(
  world: World | undefined,
  block: string,
  setting: string,
  subject: string | undefined,
): readonly LiveValue[] {
  if (world === undefined) return [];
  const find = SOURCES[`${block}.${setting}`] ?? SOURCES[setting];
  const found = find?.(world.inventory, subject) ?? [];
  return [...new Map(found.map((value) => [value.name, value])).values()].sort(
    (one, other) => (one.rank ?? 0) - (other.rank ?? 0) || one.name.localeCompare(other.name),
  );
}

/** What the inventory knows for the name of a new block. */
export function liveNames(world: World | undefined, block: string): readonly LiveValue[] {
  return world === undefined ? [] : (NAMES[block]?.(world.inventory) ?? []);
}

type Source = (inventory: Inventory, subject: string | undefined) => readonly LiveValue[] | undefined;

const datastores: Source = (inventory) =>
  inventory.datastores?.map((one) => {
    const mounting = worldOf(inventory).hostsMounting(one.name);
    const on = mounting.length === 0 ? '' : `, on ${sayHosts(mounting)}`;
    return {
      name: one.name,
      detail: `${sayBytes(one.freeBytes)} free of ${sayBytes(one.capacityBytes)}${on}`,
      documentation: `${one.type}${one.accessible ? '' : ', not accessible'}. Captured ${sayMoment(one.seenAt)}.`,
      rank: one.accessible ? 0 : 1,
    };
  });

const appliances: Source = ({ appliances: seen }) =>
  seen?.map((one) => {
    const ill = one.components.filter(({ health }) => health !== 'Normal' && health !== 'None');
    return {
      name: one.name,
      detail: ill.length === 0 ? 'healthy' : ill.map(({ kind, health }) => `${kind}: ${health}`).join(', '),
      documentation: `Reaches ${one.accessibleDatastores.join(', ') || 'no datastore'}. Captured ${sayMoment(one.seenAt)}.`,
      rank: ill.length === 0 ? 0 : 1,
    };
  });

const policies: Source = ({ policies: seen }) =>
  seen?.map(({ name, instanceType, seenAt }) => ({
    name,
    detail: `policy, ${instanceType}`,
    documentation: captured(seenAt),
  }));

const items: Source = ({ items: seen }, subject) =>
  seen?.map((one) => ({
    name: one.name,
    detail: `${one.friendlyName}: ${one.protectionState}, ${one.replicationHealth}`,
    documentation: captured(one.seenAt),
    rank: subject !== undefined && sameName(subject, one.friendlyName) ? 0 : 1,
  }));

const networks: Source = ({ virtualNetworks }) =>
  virtualNetworks?.map(({ name, location, addressPrefixes, seenAt }) => ({
    name,
    detail: `${addressPrefixes.join(', ')} in ${location}`,
    documentation: captured(seenAt),
  }));

const SOURCES: Readonly<Record<string, Source>> = {
  'Datastore.NameSetting': datastores,
  'Appliance.NameSetting': appliances,
  'Vault.NameSetting': ({ vault }) =>
    vault && [{ name: vault.name, detail: `vault in ${vault.location}`, documentation: captured(vault.seenAt) }],
  'Vault.RegionSetting': ({ vault }) => vault && [{ name: vault.location, detail: `where '${vault.name}' is` }],
  'Vault.SubscriptionSetting': ({ vault }) => partOfId(vault?.id, 2, vault?.name),
  'Vault.ResourceGroupSetting': ({ vault }) => partOfId(vault?.id, 4, vault?.name),
  'Vault.LogStorageSetting': ({ storageAccounts }) =>
    storageAccounts?.map((one) => ({
      name: one.name,
      detail: `storage account in ${one.location}`,
      documentation: captured(one.seenAt),
    })),
  'TrafficProfile.ProfileNameSetting': ({ trafficProfiles }) =>
    trafficProfiles?.map((one) => ({
      name: one.name,
      detail: `${one.routingMethod}, ${one.endpoints.length} endpoints`,
      documentation: captured(one.seenAt),
    })),
  'TrafficProfile.ResourceGroupSetting': ({ trafficProfiles }) =>
    trafficProfiles?.flatMap(({ id, name }) => partOfId(id, 4, name) ?? []),
  'MasterTarget.NameSetting': ({ masterTargets }) =>
    masterTargets?.map((one) => ({
      name: one.name,
      detail: `${one.osType ?? 'unknown system'}, ${one.diskCount ?? '?'} disks`,
      documentation: captured(one.seenAt),
    })),
  'ProcessServer.NameSetting': ({ processServers }) =>
    processServers?.map((one) => ({
      name: one.name,
      detail: one.serviceStatus ?? 'process server',
      documentation: captured(one.seenAt),
    })),
  'ConfigurationServer.NameSetting': ({ configurationServers }) =>
    configurationServers?.map((one) => ({
      name: one.name,
      detail: one.serviceStatus ?? 'configuration server',
      documentation: captured(one.seenAt),
    })),
  'MasterTarget.RetentionDriveSetting': ({ masterTargets }, subject) =>
    masterTargets
      ?.filter(({ name }) => subject === undefined || sameName(name, subject))
      .flatMap(({ retentionVolumes }) =>
        retentionVolumes.map(({ name, freeBytes, capacityBytes }) => ({
          name,
          detail: `${sayBytes(freeBytes)} free of ${sayBytes(capacityBytes)}`,
        })),
      ),
  'VCenter.AddressSetting': ({ vcenters }) =>
    vcenters?.map((one) => ({
      name: one.address,
      detail: `${one.name} ${one.version ?? ''}`.trim(),
      documentation: captured(one.seenAt),
    })),
  'Nic.AddressSetting': ({ items: seen }, subject) =>
    seen
      ?.filter(({ friendlyName }) => subject !== undefined && sameName(subject, friendlyName))
      .flatMap(({ discovered, friendlyName, seenAt }) =>
        (discovered?.ipAddresses ?? []).map((name) => ({
          name,
          detail: `'${friendlyName}' had it on the site`,
          documentation: captured(seenAt),
        })),
      ),
  PortGroupSetting: ({ hosts }) => {
    const networksOf = Map.groupBy(
      (hosts ?? []).flatMap((host) => (host.networks ?? []).map((network) => ({ network, host: host.name }))),
      ({ network }) => network,
    );
    return [...networksOf].map(([name, on]) => ({
      name,
      detail: `on ${on.length === hosts?.length ? 'every host' : on.map(({ host }) => host).join(', ')}`,
      rank: on.length === hosts?.length ? 0 : 1,
    }));
  },
  PolicySetting: policies,
  FailbackPolicySetting: policies,
  RunAsSetting: ({ runAsAccounts }) =>
    runAsAccounts?.map(({ name, siteId, seenAt }) => ({
      name,
      detail: siteId === undefined ? 'run-as account' : `run-as account of ${armName(siteId)}`,
      documentation: captured(seenAt),
    })),
  ItemSetting: items,
  NetworkSetting: networks,
  EndpointSetting: ({ trafficProfiles }) =>
    trafficProfiles?.flatMap((profile) =>
      profile.endpoints.map(({ name, status, target }) => ({
        name,
        detail: `${profile.name}: ${status}${target === undefined ? '' : `, ${target}`}`,
        // The one to switch to is not enabled yet.
        rank: status === 'Disabled' ? 0 : 1,
      })),
    ),
  ExcludedDisksSetting: ({ items: seen }, subject) =>
    seen
      ?.filter(({ friendlyName }) => subject === undefined || sameName(subject, friendlyName))
      .flatMap(({ excludedDisks = [] }) =>
        excludedDisks.map(({ name, capacityBytes }) => ({
          name,
          detail: `${sayBytes(capacityBytes)}, not replicated`,
        })),
      ),
};

const NAMES: Readonly<Record<string, (inventory: Inventory) => readonly LiveValue[] | undefined>> = {
  Vm: ({ items: seen }) =>
    seen?.map((one) => ({ name: one.friendlyName, detail: sayItem(one), documentation: captured(one.seenAt) })),
  Datastore: (inventory) => datastores(inventory, undefined),
  Appliance: (inventory) => appliances(inventory, undefined),
  Vault: ({ vault }) => vault && [{ name: vault.name, detail: `vault in ${vault.location}` }],
  VCenter: ({ vcenters }) => vcenters?.map(({ name, address }) => ({ name, detail: address })),
  Host: ({ hosts }) =>
    hosts?.map(({ name, cluster, memoryFreeBytes, datastores: mounted }) => ({
      name,
      detail: [cluster, memoryFreeBytes === undefined ? undefined : `${sayBytes(memoryFreeBytes)} of memory free`]
        .filter((part) => part !== undefined)
        .join(', '),
      documentation: `Mounts ${mounted.map((one) => one.name).join(', ') || 'no datastore'}.`,
    })),
  TrafficProfile: ({ trafficProfiles }) =>
    trafficProfiles?.map(({ name, routingMethod }) => ({ name, detail: routingMethod })),
  MasterTarget: ({ masterTargets }) =>
    masterTargets?.map(({ name, osType }) => ({ name, detail: osType ?? 'master target' })),
  ProcessServer: ({ processServers }) =>
    processServers?.map(({ name, serviceStatus }) => ({ name, detail: serviceStatus ?? 'process server' })),
  ConfigurationServer: ({ configurationServers }) =>
    configurationServers?.map(({ name, version }) => ({ name, detail: version ?? 'configuration server' })),
  Connection: ({ connections }) => connections?.map(({ name, kind }) => ({ name, detail: kind })),
};

/** State, system and size of a protected item: what tells one machine from the next. */
export function sayItem({ protectionState, osName, osType, disks }: NonNullable<Inventory['items']>[number]): string {
  const size = disks.reduce((sum, disk) => sum + disk.capacityBytes, 0);
  const system = osName ?? osType ?? 'unknown system';
  return `${system}, ${disks.length} ${disks.length === 1 ? 'disk' : 'disks'}, ${sayBytes(size)}, ${protectionState}`;
}

function partOfId(id: string | undefined, at: number, of: string | undefined): readonly LiveValue[] | undefined {
  const part = id?.split('/')[at];
  return part === undefined || part === '' ? undefined : [{ name: part, detail: `where '${of}' is` }];
}

function captured(seenAt: string): string {
  return `Captured ${sayMoment(seenAt)}.`;
}
