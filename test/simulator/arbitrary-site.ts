import fc from 'fast-check';
import type { Inventory } from '../../core/inventory/inventory.ts';

const SEEN = '2026-11-23T09:00:00Z';
const MIB = 2 ** 20;

/** Names as people give them, and as nobody should: markup, what vSphere escapes, other scripts, control characters. */
const name = fc
  .string({
    unit: fc.constantFrom(...'aBz09-_. &<>"\'%/\\]]>é漢', '💾', '%2f', '&amp;', '\t', '\r'),
    minLength: 1,
    maxLength: 12,
  })
  // Two of dots alone would be steps of a path in an address.
  .filter((text) => text.trim() === text && !/^\.{1,2}$/.test(text));

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const mebibytes = (most: number) => fc.integer({ min: 0, max: most }).map((count) => count * MIB);

/** The site sections of an inventory: one or two servers, of which one may be a bare host, and what they show. */
export const arbitrarySite: fc.Arbitrary<Inventory> = fc
  .record({
    servers: fc.uniqueArray(name, { minLength: 1, maxLength: 2, selector: (text) => text.toLowerCase() }),
    bare: fc.boolean(),
    names: fc.uniqueArray(name, { minLength: 14, maxLength: 14, selector: (text) => text.toLowerCase() }),
    places: fc.array(fc.nat(), { minLength: 7, maxLength: 7 }),
    machines: fc.array(machineFacts(), { maxLength: 4 }),
    hosts: fc.array(hostFacts(), { minLength: 1, maxLength: 3 }),
    datastores: fc.array(datastoreFacts(), { minLength: 1, maxLength: 3 }),
    networks: fc.array(name, { maxLength: 2 }),
    pod: fc.boolean(),
  })
  .map((drawn) => siteOf(drawn));

type Drawn = {
  readonly servers: readonly string[];
  readonly bare: boolean;
  readonly names: readonly string[];
  /** Where each datastore and each machine stands. */
  readonly places: readonly number[];
  readonly machines: readonly Facts<ReturnType<typeof machineFacts>>[];
  readonly hosts: readonly Facts<ReturnType<typeof hostFacts>>[];
  readonly datastores: readonly Facts<ReturnType<typeof datastoreFacts>>[];
  readonly networks: readonly string[];
  readonly pod: boolean;
};
type Facts<T> = T extends fc.Arbitrary<infer U> ? U : never;

function machineFacts() {
  return fc.record({
    powerState: fc.constantFrom('poweredOn', 'poweredOff', 'suspended'),
    uuid: fc.uuid(),
    isTemplate: maybe(fc.boolean()),
    guestId: maybe(fc.constantFrom('windows2019srv_64Guest', 'ubuntu64Guest')),
    guestName: maybe(name),
    firmware: maybe(fc.constantFrom('bios', 'efi')),
    secureBoot: maybe(fc.boolean()),
    cpuCount: maybe(fc.integer({ min: 1, max: 64 })),
    memoryBytes: maybe(mebibytes(1_000_000)),
    snapshots: fc.array(fc.constantFrom('before upgrade', 'a & b', '<nightly>', 'x'), { maxLength: 3 }),
    disks: fc.array(
      fc.record({
        capacityBytes: fc.integer({ min: 1, max: 2 ** 45 }),
        kind: fc.constantFrom('vmdk', 'rdm-physical', 'rdm-virtual'),
        uuid: maybe(fc.uuid()),
        shared: maybe(fc.boolean()),
      }),
      { maxLength: 9 },
    ),
    controllers: fc.subarray(['ParaVirtualSCSIController', 'VirtualAHCIController', 'VirtualLsiLogicController'], {
      minLength: 1,
    }),
    networkCards: fc.subarray(['VirtualE1000', 'VirtualVmxnet3']),
    enableUuid: maybe(fc.constantFrom('TRUE', 'FALSE')),
    toolsStatus: maybe(fc.constantFrom('guestToolsRunning', 'guestToolsNotRunning')),
    managedBy: maybe(fc.constantFrom('com.vmware.vcDr', 'com.example.backup')),
    relocations: fc.array(fc.integer({ min: 0, max: 5_000_000 }), { maxLength: 3 }),
  });
}

function hostFacts() {
  return fc.record({
    cluster: maybe(fc.constantFrom('cluster-a', 'cluster-b')),
    version: maybe(fc.constantFrom('7.0.3', '8.0.3')),
    license: maybe(fc.constantFrom('VMware vSphere 8 Standard', 'vSphere 8 <Free> & "open"')),
    connectionState: maybe(fc.constantFrom('connected', 'notResponding')),
    maintenance: maybe(fc.boolean()),
    total: maybe(fc.integer({ min: 1, max: 2_000_000 })),
    used: fc.integer({ min: 0, max: 2_000_000 }),
    accessMode: fc.constantFrom('readWrite', 'readOnly'),
  });
}

function datastoreFacts() {
  return fc.record({
    type: fc.constantFrom('VMFS', 'vsan', 'NFS41', 'VVOL'),
    capacityBytes: fc.integer({ min: 0, max: 2 ** 50 }),
    freeShare: fc.double({ min: 0, max: 1, noNaN: true }),
    maintenance: maybe(fc.constantFrom('normal', 'inMaintenance')),
  });
}

function siteOf(drawn: Drawn): Inventory {
  const { servers, bare, names, networks } = drawn;
  const [hostNames, storeNames, machineNames] = [names.slice(0, 3), names.slice(3, 6), names.slice(6, 10)];
  const podName = names[10] ?? '';
  const bareName = bare ? servers.at(-1) : undefined;
  const withHosts = servers.filter((server) => server !== bareName);
  const hosts = [
    ...(withHosts.length === 0 ? [] : drawn.hosts).map((facts, index) => ({
      facts,
      name: hostNames[index] ?? '',
      vcenter: withHosts[index % withHosts.length],
    })),
    ...(bareName === undefined ? [] : [{ facts: drawn.hosts[0]!, name: bareName, vcenter: undefined }]),
  ];
  const serverOf = (host: (typeof hosts)[number]) => host.vcenter ?? host.name;
  // A datastore stands on the server of one host, and all hosts of that server mount it.
  const stores = drawn.datastores.map((facts, index) => {
    const on = serverOf(hosts[drawn.places[index]! % hosts.length]!);
    return { facts, name: storeNames[index] ?? '', on, vcenter: on === bareName ? undefined : on };
  });
  const podOf = drawn.pod && withHosts[0] !== undefined ? withHosts[0] : undefined;
  const inPod = stores.filter(({ on }) => on === podOf).map((store) => store.name);
  const machines = drawn.machines.map((facts, index) => {
    const host = hosts[drawn.places[3 + index]! % hosts.length]!;
    const near = stores.filter(({ on }) => on === serverOf(host));
    return { facts, name: machineNames[index] ?? '', host, near };
  });
  return clean({
    schema: 'failback/inventory',
    version: 1,
    capturedAt: SEEN,
    capturedBy: 'a property',
    vcenters: withHosts.map((server) => ({
      name: server,
      address: `${server}.example`,
      apiType: 'VirtualCenter',
      version: '8.0.3',
      privileges: ['Datastore.Browse', 'Task.Create'],
      seenAt: SEEN,
    })),
    hosts: hosts.map((host) => {
      const { total, used, accessMode, ...facts } = host.facts;
      const free = total === undefined ? undefined : (total - Math.min(total, used)) * MIB;
      return {
        ...facts,
        ...(host.vcenter === undefined ? { cluster: undefined } : {}),
        name: host.name,
        vcenter: host.vcenter,
        memoryBytes: total === undefined ? undefined : total * MIB,
        memoryFreeBytes: free,
        datastores: stores
          .filter(({ on }) => on === serverOf(host))
          .map(({ name: store }) => ({ name: store, accessMode })),
        networks: [...new Set(networks)].sort(),
        seenAt: SEEN,
      };
    }),
    datastores: stores.map(({ facts: { freeShare, ...facts }, name: store, vcenter }) => ({
      ...facts,
      name: store,
      vcenter,
      freeBytes: Math.floor(facts.capacityBytes * freeShare),
      accessible: true,
      storageCluster: inPod.includes(store) ? podName : undefined,
      seenAt: SEEN,
    })),
    storageClusters:
      podOf === undefined
        ? []
        : [
            {
              name: podName,
              vcenter: podOf,
              datastores: inPod.sort(),
              enabled: true,
              automation: 'automated',
              excluded: machines
                .filter(({ host }) => host.vcenter === podOf)
                .slice(0, 1)
                .map((machine) => machine.name),
              seenAt: SEEN,
            },
          ],
    siteMachines: machines.map(({ facts: { enableUuid, relocations, ...facts }, name: machine, host, near }) => {
      const [store] = near;
      return {
        ...facts,
        name: machine,
        vcenter: host.vcenter,
        host: host.name,
        datastores: store === undefined ? [] : [store.name],
        disks: facts.disks.map((disk, index) => ({ ...disk, label: `Hard disk ${index + 1}`, datastore: store?.name })),
        extraConfig: enableUuid === undefined ? {} : { 'disk.enableUUID': enableUuid },
        relocations: [...new Set(relocations)]
          .sort((one, other) => one - other)
          .map((seconds) => new Date(Date.parse(SEEN) - 6e9 + seconds * 1000).toISOString()),
        seenAt: SEEN,
      };
    }),
  });
}

/** Without what is undefined, as a file would have it. */
function clean(inventory: object): Inventory {
  return JSON.parse(JSON.stringify(inventory)) as Inventory;
}
