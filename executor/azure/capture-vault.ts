import type { ReplicationProtectedItem } from '@azure/arm-recoveryservices-siterecovery';
import { FailbackError } from '../../core/failback-error.ts';
import {
  type CapturedAzureVm,
  type CapturedItem,
  INVENTORY_VERSION,
  type Inventory,
} from '../../core/inventory/inventory.ts';
import { itemAddress, lastSegment, requiredSegment } from './arm-id.ts';
import { ArmRest } from './arm-rest.ts';
import { type ArmSession, reading } from './arm-session.ts';
import { appliances, classicServers, fabric } from './capture-fabrics.ts';
import { capturedItem, capturedPoints } from './capture-items.ts';
import { captureMachines, capturePublicAddresses } from './capture-machines.ts';
import { captureStorageAccounts } from './capture-storage-accounts.ts';
import { withAzureMachines } from './find-azure-machines.ts';
import type { SiteRecoveryPort, VaultAddress } from './site-recovery-port.ts';
import { TrafficPort } from './traffic-port.ts';

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
  /** Friendly names of the machines that matter; only their items are read one by one. Undefined: all. */
  readonly machines: ReadonlySet<string> | undefined;
  /** Names or ARM ids of storage accounts that the runbook names. */
  readonly storageAccounts: readonly string[];
}

/** World to inventory: what a vault, its appliances, its machines in Azure and Traffic Manager show now. */
export async function captureVault(
  session: ArmSession,
  siteRecovery: SiteRecoveryPort,
  address: VaultAddress,
  options: CaptureOptions,
): Promise<Inventory> {
  const capture = new Capture(session, siteRecovery, address, options);
  return capture.all();
}

class Capture {
  readonly #session: ArmSession;
  readonly #siteRecovery: SiteRecoveryPort;
  readonly #address: VaultAddress;
  readonly #options: CaptureOptions;
  readonly #rest: ArmRest;
  readonly #notCaptured: { what: string; reason: string }[] = [];

  constructor(session: ArmSession, siteRecovery: SiteRecoveryPort, address: VaultAddress, options: CaptureOptions) {
    this.#session = session;
    this.#siteRecovery = siteRecovery;
    this.#address = address;
    this.#options = options;
    this.#rest = new ArmRest(session);
  }

  async all(): Promise<Inventory> {
    const capturedAt = this.#now();
    const fabrics = await this.#fabrics();
    const allMachines = await this.#part('virtual machines in Azure', () => captureMachines(this.#session));
    const items = withAzureMachines(await this.#items(), allMachines ?? [], this.#itemsBefore());
    const azureVms = allMachines === undefined ? undefined : await this.#machines(items, allMachines);
    const policies = await this.#part('replication policies', () => this.#policies());
    const mappings = await this.#part('container mappings', () => this.#mappings());
    const storageAccounts = await this.#part('log storage accounts', () =>
      captureStorageAccounts(this.#session, this.#rest, this.#storageWanted(items)),
    );
    const trafficProfiles = await this.#part('Traffic Manager profiles', async () =>
      (await TrafficPort.open(this.#session)).profiles(),
    );
    const siteAccounts = await this.#part('run-as accounts of the VMware site', () =>
      this.#runAsAccounts(fabrics.sites),
    );
    return {
      schema: 'failback/inventory',
      version: INVENTORY_VERSION,
      capturedAt,
      capturedBy: this.#options.capturedBy,
      vault: await this.#vault(),
      fabrics: fabrics.fabrics,
      appliances: fabrics.appliances,
      items,
      ...(azureVms === undefined ? {} : { azureVms }),
      ...(policies === undefined ? {} : { policies }),
      ...(mappings === undefined ? {} : { mappings }),
      ...(storageAccounts === undefined ? {} : { storageAccounts }),
      ...(trafficProfiles === undefined ? {} : { trafficProfiles }),
      ...(siteAccounts === undefined ? {} : { runAsAccounts: [...fabrics.runAsAccounts, ...siteAccounts] }),
      masterTargets: fabrics.masterTargets,
      processServers: fabrics.processServers,
      notCaptured: [
        ...this.#notCaptured,
        { what: 'hosts, datastores and machines of vCenter', reason: 'Site Recovery does not show them.' },
      ],
    };
  }

  /** A part that could not be read leaves its section absent, so that every rule that needs it is unknown. */
  async #part<T>(what: string, read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      // Signed out, nothing can be read; a person must hear that, and not of facts that moved.
      if (error instanceof FailbackError && error.code === 'needs-sign-in') throw error;
      this.#notCaptured.push({ what, reason: (error as Error).message });
      return undefined;
    }
  }

  async #vault(): Promise<NonNullable<Inventory['vault']>> {
    const id = this.#vaultId();
    const seenAt = this.#now();
    const found = await this.#part('the vault itself', () => this.#rest.get(id, '2023-04-01'));
    const { location } = (found ?? {}) as { readonly location?: string };
    return { id, name: this.#address.vault, location: location ?? this.#options.before?.vault?.location ?? '', seenAt };
  }

  async #fabrics() {
    const { vault, resourceGroup } = this.#address;
    const { client } = this.#siteRecovery;
    return reading(this.#session, `the fabrics of vault '${vault}'`, async () => {
      const seenAt = this.#now();
      const containers = new Map<string, string[]>();
      for await (const container of client.replicationProtectionContainers.list(vault, resourceGroup)) {
        const key = requiredSegment(container.id ?? '', 'replicationFabrics').toLowerCase();
        containers.set(key, [...(containers.get(key) ?? []), container.id ?? '']);
      }
      const seen = [];
      for await (const one of client.replicationFabrics.list(vault, resourceGroup)) seen.push(one);
      const fabrics = seen.map((one) => fabric(one, containers.get((one.name ?? '').toLowerCase()) ?? [], seenAt));
      const classic = seen.map((one) => classicServers(one, seenAt));
      return {
        fabrics,
        appliances: seen.flatMap((one) => appliances(one, seenAt)),
        masterTargets: classic.flatMap((one) => one.masterTargets),
        processServers: classic.flatMap((one) => one.processServers),
        runAsAccounts: classic.flatMap((one) => one.runAsAccounts),
        sites: fabrics.flatMap(({ vmwareSiteId }) => vmwareSiteId ?? []),
      };
    });
  }

  async #items(): Promise<CapturedItem[]> {
    const { vault, resourceGroup } = this.#address;
    const rows = await reading(this.#session, `the items of vault '${vault}'`, async () => {
      const seen: ReplicationProtectedItem[] = [];
      for await (const page of this.#siteRecovery.client.replicationProtectedItems.list(vault, resourceGroup).byPage())
        seen.push(...page);
      return seen;
    });
    const before = this.#itemsBefore();
    const captured: CapturedItem[] = [];
    for (const row of rows) captured.push(await this.#item(row, before.get((row.id ?? '').toLowerCase())));
    return captured;
  }

  async #item(row: ReplicationProtectedItem, before: CapturedItem | undefined): Promise<CapturedItem> {
    const item = capturedItem(row, this.#now());
    const { machines, inHand } = this.#options;
    if (inHand.has(item.id.toLowerCase())) return item;
    if (machines !== undefined && !machines.has(item.friendlyName.toLowerCase())) return item;
    if (!this.#options.anew && before !== undefined && sameProtection(before, item) && before.disks.length > 0)
      return { ...before, ...item, disks: before.disks, ...pointsOf(before), discovered: before.discovered };
    return (await this.#part(`disks of '${item.friendlyName}'`, () => this.#itemAlone(item.id))) ?? item;
  }

  async #itemAlone(id: string): Promise<CapturedItem> {
    const { vault, resourceGroup, fabric, container, item } = itemAddress(id);
    const { client } = this.#siteRecovery;
    return reading(this.#session, `item '${item}'`, async () => {
      const seen = await client.replicationProtectedItems.get(vault, resourceGroup, fabric, container, item);
      const points = [];
      const pages = client.recoveryPoints.listByReplicationProtectedItems(
        vault,
        resourceGroup,
        fabric,
        container,
        item,
      );
      for await (const point of pages) points.push(point);
      return { ...capturedItem(seen, this.#now()), recoveryPoints: capturedPoints(points) };
    });
  }

  #itemsBefore(): ReadonlyMap<string, CapturedItem> {
    return new Map((this.#options.before?.items ?? []).map((item) => [item.id.toLowerCase(), item]));
  }

  async #machines(
    items: readonly CapturedItem[],
    all: readonly CapturedAzureVm[],
  ): Promise<NonNullable<Inventory['azureVms']>> {
    const wanted = new Set(items.flatMap(({ azureVmId }) => azureVmId?.toLowerCase() ?? []));
    const before = new Map((this.#options.before?.azureVms ?? []).map((vm) => [vm.id.toLowerCase(), vm]));
    const machines = all.filter(({ id }) => wanted.has(id.toLowerCase()));
    const groups = new Set(
      machines.flatMap((vm) => vm.networkInterfaceIds.map((id) => requiredSegment(id, 'resourceGroups').toLowerCase())),
    );
    const addresses =
      (await this.#part('public addresses', () => capturePublicAddresses(this.#session, this.#rest, [...groups]))) ??
      new Map<string, readonly string[]>();
    return machines.map((vm) => {
      const { hourlyCost, outbound, seenAt } = before.get(vm.id.toLowerCase()) ?? {};
      return {
        ...vm,
        publicAddressIds: vm.networkInterfaceIds.flatMap((id) => addresses.get(id.toLowerCase()) ?? []),
        // Prices and tests from inside a machine come from people; no list of Azure shows them.
        ...(hourlyCost === undefined ? {} : { hourlyCost }),
        ...(outbound === undefined
          ? {}
          : { outbound: { ...outbound, seenAt: outbound.seenAt ?? seenAt ?? vm.seenAt } }),
      };
    });
  }

  async #policies(): Promise<NonNullable<Inventory['policies']>> {
    const { vault, resourceGroup } = this.#address;
    return reading(this.#session, `the policies of vault '${vault}'`, async () => {
      const policies: NonNullable<Inventory['policies']> = [];
      for await (const policy of this.#siteRecovery.client.replicationPolicies.list(vault, resourceGroup))
        policies.push({
          id: policy.id ?? '',
          name: policy.name ?? '',
          instanceType: policy.properties?.providerSpecificDetails?.instanceType ?? '',
          seenAt: this.#now(),
        });
      return policies;
    });
  }

  async #mappings(): Promise<NonNullable<Inventory['mappings']>> {
    const { vault, resourceGroup } = this.#address;
    return reading(this.#session, `the mappings of vault '${vault}'`, async () => {
      const mappings: NonNullable<Inventory['mappings']> = [];
      const { client } = this.#siteRecovery;
      for await (const mapping of client.replicationProtectionContainerMappings.list(vault, resourceGroup)) {
        const id = mapping.id ?? '';
        mappings.push({
          id,
          policyId: mapping.properties?.policyId ?? '',
          sourceContainerId: id.slice(0, id.toLowerCase().indexOf('/replicationprotectioncontainermappings')),
          ...(mapping.properties?.targetProtectionContainerId
            ? { targetContainerId: mapping.properties.targetProtectionContainerId }
            : {}),
          ...(mapping.properties?.state ? { state: mapping.properties.state } : {}),
          seenAt: this.#now(),
        });
      }
      return mappings;
    });
  }

  /** Names or ids of the accounts that matter: those that the runbook or an item names, or an earlier capture knew. */
  #storageWanted(items: readonly CapturedItem[]): readonly string[] {
    const known = (this.#options.before?.storageAccounts ?? []).map(({ id }) => id);
    return [...this.#options.storageAccounts, ...known, ...items.flatMap((item) => item.logStorageAccountId ?? [])];
  }

  /** @source Microsoft.OffAzure is where the appliance keeps what it discovers; the vault has no list of it */
  async #runAsAccounts(sites: readonly string[]): Promise<NonNullable<Inventory['runAsAccounts']>> {
    const accounts: NonNullable<Inventory['runAsAccounts']> = [];
    for (const siteId of sites) {
      const entries = await reading(this.#session, `the run-as accounts of '${lastSegment(siteId)}'`, () =>
        this.#rest.list(`${siteId}/runasaccounts`, '2020-01-01'),
      );
      for (const entry of entries as readonly { id: string; name?: string; properties?: { displayName?: string } }[])
        accounts.push({
          id: entry.id,
          name: entry.properties?.displayName ?? entry.name ?? '',
          siteId,
          seenAt: this.#now(),
        });
    }
    return accounts;
  }

  #vaultId(): string {
    const { resourceGroup, vault } = this.#address;
    const { id } = this.#options.before?.vault ?? {};
    const made = `/subscriptions/${this.#session.subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.RecoveryServices/vaults/${vault}`;
    return id !== undefined && id.toLowerCase() === made.toLowerCase() ? id : made;
  }

  #now(): string {
    return this.#session.clock.now().toISOString();
  }
}

/** Disks are chosen when protection begins; while it stays the same they do. */
function sameProtection(before: CapturedItem, now: CapturedItem): boolean {
  return before.instanceType === now.instanceType && before.internalIdentifier === now.internalIdentifier;
}

function pointsOf({ recoveryPoints }: CapturedItem): Pick<CapturedItem, 'recoveryPoints'> {
  return recoveryPoints === undefined ? {} : { recoveryPoints };
}
