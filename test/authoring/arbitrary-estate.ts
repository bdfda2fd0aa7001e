import fc from 'fast-check';
import { type Inventory, inventorySchema } from '../../core/inventory/inventory.ts';

const SEEN = '2026-11-23T09:00:00Z';
const SUBSCRIPTION = '/subscriptions/00000000-0000-0000-0000-000000000001';
const VAULT = `${SUBSCRIPTION}/resourceGroups/rg-dr/providers/Microsoft.RecoveryServices/vaults/dr`;
const CONTAINER = `${VAULT}/replicationFabrics/site/replicationProtectionContainers/home`;
const GIB = 2 ** 30;

/** Names as machines have them, and as the language has no room for. */
const name = fc.oneof(
  { weight: 3, arbitrary: fc.stringMatching(/^(web|db|app|srv)-?[0-9]{0,2}$/) },
  fc.constantFrom(
    'vm',
    'wave',
    'true',
    '4h',
    '10',
    '2026-11-23',
    '10.0.0.7',
    '5GB',
    'rest',
    'import',
    'runbook',
    'all',
  ),
  fc.string({ unit: fc.constantFrom(...'aB1 -_./"\'é漢<&\n'), minLength: 1, maxLength: 8 }),
);

const names = (least: number, most: number) =>
  fc.uniqueArray(name, { minLength: least, maxLength: most, selector: (text) => text.toLowerCase() });

const machine = fc.record({
  stage: fc.constantFrom('in-azure', 'in-azure', 'in-azure', 'returning', 'at-home', 'returned'),
  linux: fc.boolean(),
  physical: fc.boolean(),
  osName: fc.option(fc.constantFrom('Windows Server 2016', 'Microsoft Windows Server 2019', 'Ubuntu "22.04"'), {
    nil: undefined,
  }),
  disks: fc.array(fc.integer({ min: 1, max: 900 }), { maxLength: 4 }),
  group: fc.constantFrom(undefined, undefined, 'group one', 'b'),
  stands: fc.boolean(),
  place: fc.nat(),
  network: fc.nat(1),
  policy: fc.nat(1),
});

/** Estates of either architecture, some of them half captured, with names that nobody would want. */
export const arbitraryEstate: fc.Arbitrary<Inventory> = fc
  .record({
    classic: fc.boolean(),
    machineNames: fc.array(name, { maxLength: 7 }),
    machines: fc.array(machine, { minLength: 7, maxLength: 7 }),
    datastores: names(1, 4),
    free: fc.array(fc.integer({ min: 0, max: 4000 }), { minLength: 4, maxLength: 4 }),
    ways: names(0, 3),
    reach: fc.array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 3, maxLength: 3 }),
    accounts: names(0, 3),
    hosts: names(1, 3),
    vcenters: fc.integer({ min: 1, max: 2 }),
    processServers: fc.array(fc.constantFrom('site', 'first', 'second'), { maxLength: 3 }),
    captured: fc.record({ site: fc.boolean(), azure: fc.boolean(), storage: fc.boolean(), policies: fc.boolean() }),
  })
  .map((drawn) => {
    const { classic, datastores, hosts } = drawn;
    const network = (index: number) =>
      `${SUBSCRIPTION}/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet-${index}`;
    const subnet = (index: number) => `${network(index)}/subnets/machines`;
    const vcenterOf = (index: number) => `vc-${index % drawn.vcenters}`;
    const vcenterId = (index: number) => `${VAULT}/vcenters/${vcenterOf(index)}`;
    const reached = (index: number) => [
      ...new Set((drawn.reach[index] ?? []).map((place) => datastores[place % datastores.length] ?? '')),
    ];
    const vmId = (index: number) =>
      `${SUBSCRIPTION}/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/vm-${index}`;
    const policy = (index: number) => `${VAULT}/replicationPolicies/policy-${index}`;
    const machines = drawn.machineNames.map((called, index) => ({ called, index, ...drawn.machines[index % 7]! }));
    const forward = classic ? 'InMageAzureV2' : 'InMageRcm';
    const back = classic ? 'InMage' : 'InMageRcmFailback';
    return inventorySchema.parse(
      JSON.parse(
        JSON.stringify({
          schema: 'failback/inventory',
          version: 1,
          capturedAt: SEEN,
          capturedBy: 'a property',
          vault: { id: VAULT, name: 'dr', location: 'westeurope', seenAt: SEEN },
          fabrics: [
            {
              id: `${VAULT}/replicationFabrics/site`,
              name: 'site',
              instanceType: classic ? 'VMware' : 'InMageRcm',
              containerIds: [CONTAINER],
              seenAt: SEEN,
            },
          ],
          items: machines.map(
            ({ called, index, stage, linux, physical, osName, disks, group, place, policy: own }) => ({
              id: `${CONTAINER}/replicationProtectedItems/item-${index}`,
              name: `item-${index}`,
              friendlyName: called,
              instanceType: stage === 'returning' || stage === 'returned' ? back : forward,
              protectionState: 'whatever',
              activeLocation: stage === 'in-azure' || stage === 'returned' ? 'Recovery' : 'Primary',
              allowedOperations: stage === 'in-azure' ? ['SwitchProtection'] : [],
              replicationHealth: 'Normal',
              healthErrors: [],
              osType: linux ? 'Linux' : 'Windows',
              osName,
              policyId: stage === 'returning' ? undefined : policy(own),
              azureVmId: vmId(index),
              multiVmGroupName: group,
              multiVmGroupId: group === undefined ? undefined : '51c00000-9f1e-4c2d-b3a4-0088aa000000',
              disks: disks.map((size, disk) => ({
                id: `${disk}`,
                name: `${disk}`,
                isOs: disk === 0,
                capacityBytes: size * GIB,
              })),
              discovered: physical
                ? null
                : {
                    vcenterId: vcenterId(place),
                    datastores: [datastores[place % datastores.length]],
                    ipAddresses: [],
                  },
              discoveryType: physical ? 'Physical' : 'VMware',
              seenAt: SEEN,
            }),
          ),
          policies: drawn.captured.policies
            ? [
                { id: policy(0), name: 'policy-0', instanceType: forward, seenAt: SEEN },
                { id: policy(1), name: 'policy-1', instanceType: forward, seenAt: SEEN },
                { id: policy(2), name: 'policy-2', instanceType: back, seenAt: SEEN },
              ]
            : undefined,
          mappings: drawn.captured.policies
            ? [
                {
                  id: `${VAULT}/m`,
                  policyId: policy(2),
                  sourceContainerId: CONTAINER,
                  targetContainerId: CONTAINER,
                  seenAt: SEEN,
                },
              ]
            : undefined,
          runAsAccounts: drawn.accounts.map((account) => ({ id: account, name: account, seenAt: SEEN })),
          appliances: classic
            ? undefined
            : drawn.ways.map((called, index) => ({
                name: called,
                fabricId: `${VAULT}/replicationFabrics/site`,
                reprotectAgentId: `agent-${index}`,
                processServerId: `agent-${index}`,
                vcenterId: vcenterId(index),
                accessibleDatastores: reached(index),
                components: [],
                seenAt: SEEN,
              })),
          masterTargets: classic
            ? drawn.ways.map((called, index) => ({
                id: `target-${index}`,
                name: called,
                fabricId: `${VAULT}/replicationFabrics/site`,
                osType: index % 2 === 0 ? 'Windows' : 'Linux',
                osVersion: index % 2 === 0 ? 'Microsoft Windows Server 2016' : undefined,
                retentionVolumes: [
                  { name: index % 2 === 0 ? 'E' : '/mnt/retention', capacityBytes: GIB, freeBytes: GIB },
                ],
                datastores: reached(index),
                healthErrors: [],
                seenAt: SEEN,
              }))
            : undefined,
          configurationServers: classic
            ? [
                {
                  id: `${VAULT}/replicationFabrics/site`,
                  name: 'cs 1',
                  ipAddress: '10.0.0.4',
                  healthErrors: [],
                  seenAt: SEEN,
                },
              ]
            : undefined,
          processServers: classic
            ? drawn.processServers.map((where, index) => ({
                id: `ps-${index}`,
                name: `ps ${index}`,
                fabricId: `${VAULT}/replicationFabrics/site`,
                azureVmId: where === 'site' ? undefined : vmId(100 + (where === 'first' ? 0 : 1)),
                healthErrors: [],
                seenAt: SEEN,
              }))
            : undefined,
          azureVms: drawn.captured.azure
            ? [...machines, { index: 100, network: 0 }, { index: 101, network: 1 }].map(({ index, network: own }) => ({
                id: vmId(index),
                name: `vm-${index}`,
                location: 'westeurope',
                powerState: 'running',
                dataDisks: [],
                networkInterfaceIds: [],
                interfaces: [{ id: `nic-${index}`, subnetId: subnet(own), privateAddresses: [] }],
                seenAt: SEEN,
              }))
            : undefined,
          storageAccounts: drawn.captured.storage
            ? [
                { id: '/a', name: 'far', location: 'eastus', kind: 'StorageV2', sku: 'Standard_LRS', seenAt: SEEN },
                {
                  id: '/b',
                  name: 'near',
                  location: 'westeurope',
                  kind: 'StorageV2',
                  sku: 'Standard_LRS',
                  seenAt: SEEN,
                },
                { id: '/c', name: 'fast', location: 'westeurope', kind: 'StorageV2', sku: 'Premium_LRS', seenAt: SEEN },
              ]
            : undefined,
          vcenters: Array.from({ length: drawn.vcenters }, (_, index) => ({
            id: vcenterId(index),
            name: vcenterOf(index),
            address: `vc-${index}.example`,
            seenAt: SEEN,
          })),
          hosts: drawn.captured.site
            ? hosts.map((host, index) => ({
                name: host,
                vcenter: vcenterOf(index),
                datastores: datastores.map((datastore) => ({ name: datastore, accessMode: 'readWrite' })),
                seenAt: SEEN,
              }))
            : undefined,
          datastores: drawn.captured.site
            ? datastores.map((datastore, index) => ({
                name: datastore,
                vcenter: vcenterOf(index),
                type: index === 1 ? 'NFS' : 'VMFS',
                capacityBytes: 5000 * GIB,
                freeBytes: (drawn.free[index] ?? 0) * GIB,
                accessible: true,
                seenAt: SEEN,
              }))
            : undefined,
          siteMachines: drawn.captured.site
            ? [
                ...drawn.ways.map((called, index) => ({ called, host: hosts[index % hosts.length], place: index })),
                ...machines
                  .filter(({ stands, physical }) => stands && !physical)
                  .map(({ called, place }) => ({ called, host: hosts[place % hosts.length], place })),
              ].map(({ called, host, place }) => ({
                name: called,
                vcenter: vcenterOf(hosts.indexOf(host ?? '')),
                host,
                powerState: 'poweredOff',
                snapshots: [],
                datastores: [datastores[place % datastores.length]],
                disks: [],
                seenAt: SEEN,
              }))
            : undefined,
        }),
      ),
    );
  });
