import type { CapturedItem, Inventory } from '../../core/inventory/inventory.ts';
import { inventorySchema } from '../../core/inventory/inventory.ts';
import { GiB } from '../../core/quantity.ts';
import type { Machine, Runbook } from '../../core/runbook/runbook.ts';

const SUBSCRIPTION = '/subscriptions/5f0c2b7e-1d4a-4c55-9c0b-2a6f1c9d7e10';
const VAULT = `${SUBSCRIPTION}/resourceGroups/rg-dr/providers/Microsoft.RecoveryServices/vaults/dr`;
const FABRIC = `${VAULT}/replicationFabrics/site`;
const CONTAINER = `${FABRIC}/replicationProtectionContainers/site`;

/** A world in which everything that a runbook names exists: its machines failed over to Azure, with the disks it writes. */
export function inventoryFor(runbook: Runbook, seenAt = '2026-11-23T08:30:00Z'): Inventory {
  const classic = runbook.architecture.value === 'classic';
  const [back, forth] = classic ? ['InMage', 'InMageAzureV2'] : ['InMageRcmFailback', 'InMageRcm'];
  const datastores = runbook.datastores.map(({ datastoreName }) => datastoreName);
  return inventorySchema.parse({
    schema: 'failback/inventory',
    version: 1,
    capturedAt: seenAt,
    capturedBy: 'a test',
    vault: { id: VAULT, name: 'dr', location: 'westeurope', seenAt },
    fabrics: [
      { id: FABRIC, name: 'site', instanceType: classic ? 'VMware' : 'InMageRcm', containerIds: [CONTAINER], seenAt },
    ],
    appliances: runbook.appliances.map(({ applianceName }) => ({
      name: applianceName,
      fabricId: FABRIC,
      reprotectAgentId: `agent-of-${applianceName}`,
      processServerId: `agent-of-${applianceName}`,
      accessibleDatastores: datastores,
      components: [],
      seenAt,
    })),
    policies: [
      { id: `${VAULT}/replicationPolicies/24h`, name: '24h', instanceType: forth, seenAt },
      { id: `${VAULT}/replicationPolicies/24h-failback`, name: '24h-failback', instanceType: back, seenAt },
    ],
    storageAccounts: [
      {
        id: `${SUBSCRIPTION}/resourceGroups/rg-dr/providers/Microsoft.Storage/storageAccounts/stlogs`,
        name: 'stlogs',
        location: 'westeurope',
        seenAt,
      },
    ],
    runAsAccounts: [{ id: '1', name: 'push', seenAt }],
    items: runbook.machines.map(
      (machine): CapturedItem => ({
        ...itemOf(machine, forth ?? '', seenAt),
        ...(classic ? { recoveryPoints: [{ id: 'tag-7', time: seenAt, type: 'Tag' }] } : {}),
      }),
    ),
    azureVms: runbook.machines.map(({ name }) => ({
      id: virtualMachine(name),
      name,
      location: 'westeurope',
      powerState: 'running',
      dataDisks: [],
      networkInterfaceIds: [
        `${SUBSCRIPTION}/resourceGroups/rg-app/providers/Microsoft.Network/networkInterfaces/${name}-nic`,
      ],
      hourlyCost: { amount: 0.25, currency: 'EUR' },
      seenAt,
    })),
    siteMachines: runbook.machines
      .filter(({ deleteOld }) => deleteOld?.value === true)
      .map(({ name }) => ({
        name,
        uuid: `uuid-of-${name}`,
        powerState: 'poweredOff',
        snapshots: [],
        datastores,
        disks: [],
        seenAt,
      })),
    masterTargets: runbook.masterTargets.map(({ name, targetName, datastores: reach, os }) => ({
      id: `id-of-${name}`,
      name: targetName,
      diskCount: 2,
      ...(os === undefined ? {} : { osType: os.value === 'windows' ? 'Windows' : 'Linux' }),
      retentionVolumes: [],
      datastores: reach.map(({ value }) => value.datastoreName),
      healthErrors: [],
      seenAt,
    })),
    // One that does not exist yet is not in the vault either.
    processServers: runbook.processServers
      .filter(({ existing }) => existing?.value === true)
      .map(({ name, serverName, where }) => ({
        id: `id-of-${name}`,
        name: serverName,
        ...(where.value === 'azure' ? { azureVmId: virtualMachine(name) } : {}),
        healthErrors: [],
        seenAt,
      })),
    virtualNetworks: [...new Set(runbook.processServers.flatMap(({ network }) => network?.value ?? []))].map(
      (name) => ({
        id: `${SUBSCRIPTION}/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/${name}`,
        name,
        location: 'westeurope',
        addressPrefixes: ['10.60.0.0/16'],
        subnetIds: ['machines', 'GatewaySubnet'].map(
          (subnet) =>
            `${SUBSCRIPTION}/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/${name}/subnets/${subnet}`,
        ),
        peerings: [],
        seenAt,
      }),
    ),
  });
}

function itemOf({ name, disks, datastore }: Machine, instanceType: string, seenAt: string): CapturedItem {
  return {
    id: `${CONTAINER}/replicationProtectedItems/${name}`,
    name,
    friendlyName: name,
    instanceType,
    protectionState: 'UnplannedFailoverCommitted',
    allowedOperations: ['SwitchProtection'],
    replicationHealth: 'Normal',
    healthErrors: [],
    azureVmId: virtualMachine(name),
    disks: disks.map((disk, at) => ({
      id: disk.name,
      name: disk.name,
      isOs: at === 0,
      capacityBytes: disk.size?.value ?? GiB(64),
    })),
    discovered: { datastores: datastore === undefined ? [] : [datastore.value.datastoreName], ipAddresses: [] },
    seenAt,
  };
}

function virtualMachine(name: string): string {
  return `${SUBSCRIPTION}/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/${name}`;
}
