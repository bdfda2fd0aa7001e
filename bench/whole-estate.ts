import type { Inventory } from '../core/inventory/inventory.ts';
import { GiB } from '../core/quantity.ts';
import { catalogue } from '../core/rules/catalogue.ts';
import { neededPrivileges } from '../core/rules/vsphere-privileges.ts';
import type {
  Architecture,
  Attestation,
  ConfigurationServer,
  Host,
  Machine,
  MasterTarget,
  ProcessServer,
  Vault,
  VCenter,
} from '../core/runbook/runbook.ts';
import { type Estate, syntheticEstate } from './synthetic-estate.ts';

const SEEN = '2026-11-23T08:45:00Z';
const SUBSCRIPTION = '/subscriptions/5f0c2b7e-1d4a-4c55-9c0b-2a6f1c9d7e10';
const GROUP = `${SUBSCRIPTION}/resourceGroups/rg-dr`;
const FABRIC_OF_CS = `${GROUP}/providers/Microsoft.RecoveryServices/vaults/dr/replicationFabrics/cs`;
const NETWORK = `${GROUP}/providers/Microsoft.Network/virtualNetworks/vnet`;
const MACHINES_A_HOST = 50;
const MACHINES_A_TARGET = 20;

/**
 * The synthetic estate with every section of an inventory that a capture can fill, so that each rule has something to
 * judge: the site with its hosts, snapshots and disks, networks, locks and rights, and for classic its servers.
 */
export function wholeEstate(size: number, architecture: Architecture): Estate {
  const { runbook, inventory } = syntheticEstate(size);
  const hosts = Array.from({ length: Math.ceil(size / MACHINES_A_HOST) }, (_, at) => host(`esx-${at + 1}`));
  const targets = Array.from({ length: Math.ceil(size / MACHINES_A_TARGET) }, (_, at) => masterTarget(at, hosts));
  const classic = architecture === 'classic';
  const machines = runbook.machines.map((machine, at) =>
    classic ? through(machine, targets[Math.floor(at / MACHINES_A_TARGET)]) : machine,
  );
  const same = new Map(runbook.machines.map((machine, at) => [machine, machines[at] ?? machine]));
  return {
    runbook: {
      ...runbook,
      architecture: { ...runbook.architecture, value: architecture },
      machines,
      waves: runbook.waves.map((wave) => ({
        ...wave,
        machines: wave.machines.map((each) => ({ ...each, value: same.get(each.value) ?? each.value })),
      })),
      hosts,
      vcenters: [vcenter],
      vault: runbook.vault === undefined ? undefined : { ...runbook.vault, value: withPolicies(runbook.vault.value) },
      // What no capture sees somebody has looked at, as before any real failback.
      attested: catalogue.filter(({ seenIn }) => seenIn === 'guest').map(({ code }) => attested(code)),
      ...(classic
        ? { configurationServers: [configurationServer], processServers: [processServer], masterTargets: targets }
        : {}),
    },
    inventory: seen(inventory, machines, hosts, targets, classic),
  };
}

function seen(
  inventory: Inventory,
  machines: readonly Machine[],
  hosts: readonly Host[],
  targets: readonly MasterTarget[],
  classic: boolean,
): Inventory {
  const hostOf = (at: number) => hosts[at % hosts.length]?.name ?? '';
  return {
    ...inventory,
    ...(inventory.vault === undefined
      ? {}
      : {
          vault: {
            ...inventory.vault,
            publicNetworkAccess: 'Enabled',
            identity: 'SystemAssigned',
            privateEndpoints: [],
          },
        }),
    fabrics: (inventory.fabrics ?? []).map((fabric) => ({
      ...fabric,
      id: inFabric(fabric.id, classic),
      name: classic ? 'cs' : fabric.name,
      instanceType: classic ? 'VMware' : 'InMageRcm',
    })),
    items: (inventory.items ?? []).map((item, at) => ({
      ...item,
      instanceType: classic ? 'InMageAzureV2' : 'InMageRcm',
      activeLocation: 'Recovery',
      osType: !classic && at % 3 === 0 ? 'Linux' : 'Windows',
      osName: !classic && at % 3 === 0 ? 'Ubuntu 22.04' : 'Windows Server 2019',
      id: inFabric(item.id, classic),
      multiVmGroupName: `00000000-0000-4000-8000-${`${at}`.padStart(12, '0')}`,
      multiVmGroupId: `00000000-0000-4000-8000-${`${at}`.padStart(12, '0')}`,
      policyId: inventory.policies?.[0]?.id,
      firmware: 'BIOS',
      targetVmName: item.friendlyName,
      targetResourceGroupId: GROUP,
      lastFailover: '2026-11-20T04:00:00Z',
      agent: { lastHeartbeat: '2026-11-23T08:40:00Z', registeredAfterFailover: true },
      excludedDisks: [],
      recoveryPoints: [{ id: 'point', time: '2026-11-23T08:30:00Z', type: 'CrashConsistent' }],
      discoveryType: 'VMware',
      disks: item.disks.map((disk) => ({ ...disk, configuration: 'Basic', resized: false })),
      seenAt: SEEN,
    })),
    azureVms: (inventory.azureVms ?? []).map((vm) => ({
      ...vm,
      dataDisks: [64, 128].map((_, lun) => ({ name: `data-${lun}`, lun, sizeBytes: GiB(64 * (lun + 2)) })),
      interfaces: [{ id: `${vm.id}-nic`, subnetId: `${NETWORK}/subnets/machines`, privateAddresses: ['10.60.0.4'] }],
      publicAddressIds: [],
      outbound: { reachable: true },
      seenAt: SEEN,
    })),
    runAsAccounts: [{ id: `${GROUP}/accounts/push`, name: 'push', seenAt: SEEN }],
    virtualNetworks: [
      {
        id: NETWORK,
        name: 'vnet',
        location: 'westeurope',
        addressPrefixes: ['10.60.0.0/16'],
        subnetIds: [`${NETWORK}/subnets/machines`],
        peerings: [],
        seenAt: SEEN,
      },
    ],
    connections: [
      {
        id: `${GROUP}/connections/line`,
        name: 'line',
        kind: 'IPsec',
        status: 'Connected',
        virtualNetworkId: NETWORK,
        seenAt: SEEN,
      },
    ],
    locks: [
      {
        id: `${GROUP}/locks/keep`,
        name: 'keep',
        level: 'CanNotDelete',
        scope: `${SUBSCRIPTION}/resourceGroups/rg-other`,
        seenAt: SEEN,
      },
    ],
    rights: [{ scope: SUBSCRIPTION, permissions: [{ actions: ['*'], notActions: [] }], seenAt: SEEN }],
    vcenters: [
      {
        name: 'vc',
        address: 'vc.contoso.local',
        version: '8.0.3',
        connected: true,
        privileges: [...neededPrivileges.keys()],
        seenAt: SEEN,
      },
    ],
    hosts: hosts.map(({ name }) => ({
      name,
      vcenter: 'vc',
      version: '8.0.3',
      license: 'VMware vSphere 8 Standard',
      memoryBytes: GiB(2048),
      memoryFreeBytes: GiB(2000),
      datastores: [{ name: 'ds-gold', accessMode: 'readWrite' }],
      networks: ['VLAN 210'],
      seenAt: SEEN,
    })),
    datastores: [
      {
        name: 'ds-gold',
        vcenter: 'vc',
        type: 'VMFS',
        capacityBytes: GiB(4_000_000),
        freeBytes: GiB(3_000_000),
        accessible: true,
        seenAt: SEEN,
      },
    ],
    storageClusters: [],
    siteMachines: [...machines.map(({ name }) => name), ...targets.map(({ name }) => name)].map((name, at) => ({
      name,
      vcenter: 'vc',
      host: hostOf(at),
      powerState: at < machines.length ? 'poweredOff' : 'poweredOn',
      isTemplate: false,
      guestId: 'windows2019srv_64Guest',
      firmware: 'bios',
      secureBoot: false,
      cpuCount: 4,
      memoryBytes: GiB(16),
      snapshots: [],
      datastores: ['ds-gold'],
      disks: [0, 1, 2].map((disk) => ({
        label: `Hard disk ${disk + 1}`,
        datastore: 'ds-gold',
        capacityBytes: GiB(64 * (disk + 1)),
        backing: `[ds-gold] ${name}/${name}-${disk}.vmdk`,
        kind: 'vmdk',
        uuid: `6000C29${disk}-${at}`,
        shared: false,
      })),
      controllers: ['VirtualLsiLogicController'],
      networkCards: ['VirtualVmxnet3'],
      extraConfig: { 'disk.enableUUID': 'TRUE' },
      toolsStatus: 'guestToolsRunning',
      relocations: [],
      seenAt: SEEN,
    })),
    ...(classic ? { appliances: [], ...classicServers(targets) } : {}),
  };
}

function classicServers(
  targets: readonly MasterTarget[],
): Pick<Inventory, 'configurationServers' | 'processServers' | 'masterTargets'> {
  const fabricId = FABRIC_OF_CS;
  return {
    configurationServers: [
      {
        id: fabricId,
        name: 'cs',
        version: '9.62.0.0',
        serviceStatus: 'Started',
        lastHeartbeat: SEEN,
        certificateDaysLeft: 300,
        healthErrors: [],
        seenAt: SEEN,
      },
    ],
    processServers: [
      {
        id: 'PS',
        name: 'ps',
        fabricId,
        azureVmId: `${GROUP}/providers/Microsoft.Compute/virtualMachines/ps`,
        version: '9.62.0.0',
        serviceStatus: 'Started',
        lastHeartbeat: SEEN,
        strains: [],
        healthErrors: [],
        seenAt: SEEN,
      },
    ],
    masterTargets: targets.map(({ name, os }, at) => ({
      id: `MT-${at}`,
      name,
      fabricId,
      osType: os?.value === 'linux' ? 'Linux' : 'Windows',
      osVersion: 'Windows Server 2019',
      agentVersion: '9.62.0.0',
      diskCount: 2,
      retentionVolumes: [{ name: 'R', capacityBytes: GiB(1024), freeBytes: GiB(1000), thresholdPercent: 5 }],
      datastores: ['ds-gold'],
      lastHeartbeat: SEEN,
      healthErrors: [],
      seenAt: SEEN,
    })),
  };
}

const at = { uri: 'file:///large.failback', start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
/** On classic the configuration server is the fabric. */
function inFabric(id: string, classic: boolean): string {
  return classic ? id.replace('/replicationFabrics/site', '/replicationFabrics/cs') : id;
}

function withPolicies(vault: Vault): Vault {
  return { ...vault, policy: { value: 'replicate-24h', at }, failbackPolicy: { value: 'replicate-24h-failback', at } };
}

function attested(code: string): Attestation {
  const by = { value: { ...declared('owner'), fullName: undefined, email: undefined }, at };
  return {
    at,
    rule: { value: code, at },
    because: 'looked',
    by,
    until: { value: '2027-01-01T00:00:00Z', at },
    machines: [],
  };
}

const declared = (name: string) => ({ name, at, documentation: undefined });
const signIn = { account: undefined, fingerprint: undefined, authority: undefined };

const vcenter: VCenter = { ...declared('vc'), ...signIn, address: { value: 'vc.contoso.local', at }, known: [] };

const configurationServer: ConfigurationServer = {
  ...declared('cs'),
  serverName: 'cs',
  address: undefined,
  backup: undefined,
  vcenter: { value: vcenter, at },
  known: [],
};

const processServer: ProcessServer = {
  ...declared('ps'),
  serverName: 'ps',
  where: { value: 'azure', at },
  network: { value: 'vnet', at },
  subnet: undefined,
  resourceGroup: undefined,
  vmSize: undefined,
  administrator: undefined,
  existing: { value: true, at },
  remove: undefined,
  capacity: undefined,
  known: [],
};

function host(name: string): Host {
  return {
    ...declared(name),
    ...signIn,
    address: undefined,
    vcenter: { value: vcenter, at },
    datastores: [],
    known: [],
  };
}

function masterTarget(number: number, hosts: readonly Host[]): MasterTarget {
  const on = hosts[number % hosts.length];
  return {
    ...declared(`mt-${number + 1}`),
    kind: 'master-target',
    targetName: `mt-${number + 1}`,
    comesWith: undefined,
    os: { value: 'windows', at },
    host: on === undefined ? undefined : { value: on, at },
    datastores: [],
    retentionDrive: { value: 'R', at },
    processServer: { value: processServer, at },
    runAs: undefined,
    known: [],
  };
}

function through(machine: Machine, target: MasterTarget | undefined): Machine {
  return {
    ...machine,
    via: target === undefined ? undefined : { value: target, at },
    recoveryPoint: { value: { kind: 'latest' }, at },
  };
}
