import type { Fabric } from '@azure/arm-recoveryservices-siterecovery';
import {
  type CapturedAzureVm,
  type CapturedItem,
  type CapturedVCenter,
  INVENTORY_VERSION,
  type Inventory,
} from '../../core/inventory/inventory.ts';
import { mergeVCenters } from '../capture/merge-vcenters.ts';
import { ArmRest } from './arm-rest.ts';
import type { ArmSession } from './arm-session.ts';
import { captureLocks, captureRights } from './capture-authorization.ts';
import { withMachinesOfServers } from './capture-classic-servers.ts';
import { captureMappings, capturePolicies } from './capture-configuration.ts';
import { captureConnections } from './capture-connections.ts';
import { captureDiscoveredMachines } from './capture-discovered-machines.ts';
import { machinesThatMatter, withInterfaces } from './capture-failed-over.ts';
import { optional } from './capture-health-errors.ts';
import { captureInterfaces } from './capture-interfaces.ts';
import { captureMachines } from './capture-machines.ts';
import { captureNetworks } from './capture-networks.ts';
import { CaptureParts, type CaptureProgress } from './capture-parts.ts';
import { ProtectedItems } from './capture-protected-items.ts';
import { captureStorageAccounts } from './capture-storage-accounts.ts';
import { captureVaultResource } from './capture-vault-resource.ts';
import {
  captureClassicVCenters,
  captureRunAsAccounts,
  captureVCentersOfSite,
  discoveriesOf,
} from './capture-vcenters.ts';
import { withAzureMachines } from './find-azure-machines.ts';
import { groupsOf } from './groups-that-matter.ts';
import { boundedHttpClient } from './in-flight.ts';
import { applianceSection, classicSections, fabricSection, readContainers, readFabrics } from './read-fabrics.ts';
import { SiteRecoveryPort, type VaultAddress } from './site-recovery-port.ts';
import { TrafficPort } from './traffic-port.ts';

/** What the runbook names in Azure beside its machines, by name or ARM id: only a name can lead to it. */
export interface NamedInAzure {
  readonly storageAccounts: readonly string[];
  readonly networks: readonly string[];
  /** Machines that serve the way home: classic process servers. */
  readonly servers: readonly string[];
}

export interface CaptureOptions {
  /**
   * An earlier capture. Items whose protection did not change since keep its disks and recovery points, with the
   * moment at which those were seen left as it was told: a preflight of a thousand machines needs no thousand requests.
   */
  readonly before: Inventory | undefined;
  /** Reads every item by itself, though an earlier capture has its disks. */
  readonly anew: boolean;
  /** Ids of items, in lower case, whose row is enough: a run has them in hand and knows them. */
  readonly inHand: ReadonlySet<string>;
  /** Who writes the inventory. */
  readonly capturedBy: string;
  /** Friendly names, in lower case, of the machines that matter; only their items are read one by one. Undefined: all. */
  readonly machines: ReadonlySet<string> | undefined;
  readonly named: NamedInAzure;
  /** Takes the machines of the site from what the appliance discovered, since nobody asks vCenter. */
  readonly discovered: boolean;
  /** Requests under way at most. */
  readonly inFlight?: number;
  readonly progress?: (progress: CaptureProgress) => void;
}

/** ARM grants more, but people and their scripts read beside us; more in flight waits for the same quota. */
export const IN_FLIGHT = 8;

/** World to inventory: what a vault, its appliances, its machines in Azure and the networks around them show now. */
export async function captureVault(
  unbounded: ArmSession,
  address: VaultAddress,
  options: CaptureOptions,
): Promise<Inventory> {
  const httpClient = boundedHttpClient(unbounded.httpClient, options.inFlight ?? IN_FLIGHT, unbounded.signal);
  const session = { ...unbounded, httpClient };
  return new Capture(session, await SiteRecoveryPort.open(session, address), address, options).all();
}

class Capture {
  readonly #session: ArmSession;
  readonly #siteRecovery: SiteRecoveryPort;
  readonly #address: VaultAddress;
  readonly #options: CaptureOptions;
  readonly #rest: ArmRest;
  readonly #parts: CaptureParts;

  constructor(session: ArmSession, siteRecovery: SiteRecoveryPort, address: VaultAddress, options: CaptureOptions) {
    this.#session = session;
    this.#siteRecovery = siteRecovery;
    this.#address = address;
    this.#options = options;
    this.#rest = new ArmRest(session);
    this.#parts = new CaptureParts(session, options.progress);
  }

  async all(): Promise<Inventory> {
    const capturedAt = this.#parts.now();
    // What hangs on nothing else is asked for at once; the client lets out only so many at a time.
    const [vault, fabrics, policies, mappings, trafficProfiles, { items, azureVms, interfaces }] = await Promise.all([
      this.#vault(),
      this.#fabrics(),
      this.#parts.read('replication policies', (at) => capturePolicies(...this.#recovery(), at)),
      this.#parts.read('container mappings', (at) => captureMappings(...this.#recovery(), at)),
      this.#parts.read('Traffic Manager profiles', async () => (await TrafficPort.open(this.#session)).profiles()),
      this.#itemsAndMachines(),
    ]);
    const around = await this.#around(items, azureVms, interfaces);
    const processServers = fabrics.processServers && withMachinesOfServers(fabrics.processServers, azureVms ?? []);
    return {
      schema: 'failback/inventory',
      version: INVENTORY_VERSION,
      capturedAt,
      capturedBy: this.#options.capturedBy,
      vault,
      ...optional({ ...fabrics, processServers, items, policies, mappings, trafficProfiles, azureVms, ...around }),
      notCaptured: [...this.#parts.notCaptured()],
    };
  }

  #recovery(): [ArmSession, SiteRecoveryPort, VaultAddress] {
    return [this.#session, this.#siteRecovery, this.#address];
  }

  async #vault(): Promise<NonNullable<Inventory['vault']>> {
    const id = this.#vaultId();
    const seenAt = this.#parts.now();
    const found = await this.#parts.read('the vault itself', () => captureVaultResource(this.#session, this.#rest, id));
    const location = this.#options.before?.vault?.location ?? '';
    return { id, name: this.#address.vault, location, ...found, seenAt };
  }

  async #fabrics() {
    const seenAt = this.#parts.now();
    const read = <T>(what: string, section: () => T) => this.#parts.read(what, async () => section());
    const [seen, containers] = await Promise.all([
      readFabrics(...this.#recovery()),
      readContainers(...this.#recovery()),
    ]);
    const fabrics = await read('fabrics', () => fabricSection(seen, containers, seenAt));
    const appliances = await read('appliances', () => applianceSection(seen, seenAt));
    const classic = await read('classic servers', () => classicSections(seen, seenAt));
    const sites = (fabrics ?? []).flatMap(({ vmwareSiteId }) => vmwareSiteId ?? []);
    const [accounts, vcenters, siteMachines] = await Promise.all([
      this.#parts.read('run-as accounts of the VMware site', async (at) =>
        (await Promise.all(sites.map((site) => captureRunAsAccounts(this.#session, this.#rest, site, at)))).flat(),
      ),
      this.#vcenters(
        sites,
        seen,
        (fabrics ?? []).some(({ instanceType }) => instanceType === 'VMware'),
      ),
      this.#discovered(sites),
    ]);
    const runAsAccounts =
      accounts === undefined || classic === undefined ? undefined : [...classic.runAsAccounts, ...accounts];
    return { fabrics, appliances, ...classic, runAsAccounts, vcenters, siteMachines };
  }

  /** What the vault shows of vCenters, beside what an earlier look at them told. */
  async #vcenters(
    sites: readonly string[],
    seenFabrics: readonly Fabric[],
    isClassic: boolean,
  ): Promise<CapturedVCenter[] | undefined> {
    const before = this.#options.before?.vcenters;
    const seen = await this.#parts.read('vCenters that the vault knows', async (at) => {
      const discoveries = discoveriesOf(seenFabrics);
      const lists = await Promise.all([
        ...sites.map((site) => captureVCentersOfSite(this.#session, this.#rest, site, discoveries, at)),
        ...(isClassic ? [captureClassicVCenters(...this.#recovery(), at)] : []),
      ]);
      return lists.flat();
    });
    if (seen === undefined) return before;
    const merged = mergeVCenters(seen, before ?? []);
    return before === undefined && merged.length === 0 ? undefined : merged;
  }

  async #discovered(sites: readonly string[]): Promise<Inventory['siteMachines']> {
    const { discovered, before, machines } = this.#options;
    if (!discovered || before?.siteMachines !== undefined || sites.length === 0) return undefined;
    const isWanted = (name: string) => machines === undefined || machines.has(name.toLowerCase());
    return this.#parts.read('machines that the appliance discovered', async () =>
      (
        await Promise.all(sites.map((site) => captureDiscoveredMachines(this.#session, this.#rest, site, isWanted)))
      ).flat(),
    );
  }

  async #itemsAndMachines() {
    const protectedItems = new ProtectedItems(...this.#recovery(), this.#parts);
    const { before, anew, inHand, machines, named } = this.#options;
    const itemsBefore = new Map((before?.items ?? []).map((item) => [item.id.toLowerCase(), item]));
    const [read, all] = await Promise.all([
      protectedItems.read({ before: itemsBefore, anew, inHand, machines }, this.#parts.now()),
      this.#parts.read('virtual machines in Azure', (at) => captureMachines(this.#session, at)),
    ]);
    const items = withAzureMachines(read, all ?? [], itemsBefore);
    if (all === undefined) return { items, azureVms: undefined, interfaces: undefined };
    const servers = [...named.servers, ...(before?.azureVms ?? []).map(({ name }) => name)];
    const vms = machinesThatMatter(all, items, servers);
    const interfaces = await this.#parts.read('network interfaces', () =>
      captureInterfaces(
        this.#session,
        this.#rest,
        vms.flatMap((vm) => vm.networkInterfaceIds),
      ),
    );
    const vmsBefore = new Map((before?.azureVms ?? []).map((vm) => [vm.id.toLowerCase(), vm]));
    const azureVms = vms.map((vm) => withInterfaces(vm, interfaces, vmsBefore.get(vm.id.toLowerCase())));
    return { items, azureVms, interfaces };
  }

  /** What stands around the machines: accounts, networks and ways to the site, locks, rights. */
  async #around(
    items: readonly CapturedItem[],
    azureVms: readonly CapturedAzureVm[] | undefined,
    interfaces: Awaited<ReturnType<typeof captureInterfaces>> | undefined,
  ) {
    const { named, before } = this.#options;
    const arm = [this.#session, this.#rest] as const;
    const subnets = [...(interfaces?.values() ?? [])].flatMap(({ subnetId }) => subnetId ?? []);
    const accountsWanted = [
      ...named.storageAccounts,
      ...(before?.storageAccounts ?? []).map(({ id }) => id),
      ...items.flatMap(({ logStorageAccountId }) => logStorageAccountId ?? []),
    ];
    const networksWanted = [...named.networks, ...(before?.virtualNetworks ?? []).map(({ id }) => id)];
    const [storageAccounts, virtualNetworks] = await Promise.all([
      this.#parts.read('log storage accounts', (at) => captureStorageAccounts(...arm, accountsWanted, at)),
      this.#parts.read('virtual networks', (at) => captureNetworks(...arm, { subnets, networks: networksWanted }, at)),
    ]);
    const groups = groupsOf([
      this.#vaultId(),
      ...items.map(({ targetResourceGroupId }) => targetResourceGroupId),
      ...(azureVms ?? []).flatMap((vm) => [vm.id, vm.osDiskId, ...vm.networkInterfaceIds]),
      ...(storageAccounts ?? []).map(({ id }) => id),
      ...(virtualNetworks ?? []).map(({ id }) => id),
      ...(before?.connections ?? []).map(({ id }) => id),
    ]);
    const [connections, locks, rights] = await Promise.all([
      this.#parts.read('connections to the site', (at) => captureConnections(...arm, groups, at)),
      this.#parts.read('locks', (at) => captureLocks(...arm, groups, at)),
      this.#parts.read('rights of this account', (at) => captureRights(...arm, groups, at)),
    ]);
    return { storageAccounts, virtualNetworks, connections, locks, rights };
  }

  #vaultId(): string {
    const { resourceGroup, vault } = this.#address;
    const { id } = this.#options.before?.vault ?? {};
    const made = `/subscriptions/${this.#session.subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.RecoveryServices/vaults/${vault}`;
    return id !== undefined && id.toLowerCase() === made.toLowerCase() ? id : made;
  }
}
