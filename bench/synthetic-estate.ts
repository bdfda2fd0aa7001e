import type { Inventory } from '../core/inventory/inventory.ts';
import { GiB } from '../core/quantity.ts';
import type { Appliance, Datastore, Machine, Moment, Person, Runbook, Vault, Wave } from '../core/runbook/runbook.ts';
import type { Located, SourceRange } from '../core/runbook/source.ts';

const SEEN = '2026-11-23T08:00:00Z';
const MACHINES_A_WAVE = 20;
const DISKS_A_MACHINE = 3;
const VAULT =
  '/subscriptions/5f0c2b7e-1d4a-4c55-9c0b-2a6f1c9d7e10/resourceGroups/rg-dr/providers/Microsoft.RecoveryServices/vaults/dr';
const FABRIC = `${VAULT}/replicationFabrics/site`;
const CONTAINER = `${FABRIC}/replicationProtectionContainers/site`;

export interface Estate {
  readonly runbook: Runbook;
  readonly inventory: Inventory;
}

/**
 * An estate of any size: every machine with three disks, waves of twenty that follow one another, one appliance for every
 * three hundred machines, so that machines wait for the places of others, and the gates that a careful runbook has.
 */
export function syntheticEstate(size: number): Estate {
  const appliances = Array.from({ length: Math.ceil(size / 300) }, (_, at) => appliance(at));
  const machines = Array.from({ length: size }, (_, at) =>
    machine(at, pick(appliances, Math.floor(at / MACHINES_A_WAVE))),
  );
  return { runbook: runbook(machines, appliances), inventory: inventory(machines, appliances) };
}

function runbook(machines: readonly Machine[], appliances: readonly Appliance[]): Runbook {
  return {
    ...declared('large'),
    architecture: located('modernized'),
    vault: located(vault),
    inventory: located('large.inventory.json'),
    change: located('CHG-1'),
    freeze: undefined,
    objective: undefined,
    batches: [],
    review: undefined,
    accepted: [],
    attested: [],
    moments: [
      gate('reprotect', 'Replicate back over the old machines'),
      gate('failover', 'The business agrees'),
      gate('commit', 'The owners confirm the data'),
    ],
    machines,
    apps: [],
    waves: wavesOf(machines),
    consistencyGroups: [],
    afterAll: [{ at: nowhere, removeLeftovers: [located('network-interfaces')] }],
    vaults: [vault],
    vcenters: [],
    hosts: [],
    datastores: [datastore],
    appliances,
    people: [person],
    trafficProfiles: [],
    configurationServers: [],
    processServers: [],
    masterTargets: [],
    connections: [],
  };
}

function wavesOf(machines: readonly Machine[]): Wave[] {
  const waves: Wave[] = [];
  for (let from = 0; from < machines.length; from += MACHINES_A_WAVE)
    waves.push({
      ...declared(`wave-${waves.length + 1}`),
      block: nowhere,
      after: waves.length === 0 ? [] : [located(`wave-${waves.length}`)],
      machines: machines.slice(from, from + MACHINES_A_WAVE).map(located),
      window: undefined,
      atMost: located(10),
      objective: undefined,
      onFailure: undefined,
      moments: [],
    });
  return waves;
}

function machine(at: number, via: Appliance): Machine {
  return {
    ...declared(`machine-${at + 1}`),
    block: nowhere,
    group: undefined,
    os: located({
      family: at % 3 === 0 ? 'linux' : 'windows',
      version: at % 3 === 0 ? 'Ubuntu 22.04' : 'Windows Server 2019',
    }),
    source: located('vmware'),
    via: located(via),
    location: located(at % 10 === 9 ? 'alternate' : 'original'),
    recoveryPoint: located({ kind: 'crash-consistent' }),
    datastore: located(datastore),
    home: undefined,
    item: undefined,
    processServer: undefined,
    nics: [],
    disks: [],
    excludedDisks: [],
    churn: undefined,
    size: undefined,
    deleteOld: undefined,
    runAs: undefined,
    policy: undefined,
    failbackPolicy: undefined,
    known: [],
    defaulted: [],
    unresolved: [],
  };
}

function inventory(machines: readonly Machine[], appliances: readonly Appliance[]): Inventory {
  const virtualMachineId = (name: string) =>
    `/subscriptions/5f0c2b7e-1d4a-4c55-9c0b-2a6f1c9d7e10/resourceGroups/rg-dr/providers/Microsoft.Compute/virtualMachines/${name}`;
  return {
    schema: 'failback/inventory',
    version: 1,
    capturedAt: SEEN,
    capturedBy: 'a benchmark',
    vault: { id: VAULT, name: 'dr', location: 'westeurope', seenAt: SEEN },
    fabrics: [{ id: FABRIC, name: 'site', instanceType: 'InMageRcm', containerIds: [CONTAINER], seenAt: SEEN }],
    appliances: appliances.map(({ name }) => ({
      name,
      fabricId: FABRIC,
      reprotectAgentId: `agent-of-${name}`,
      processServerId: `agent-of-${name}`,
      accessibleDatastores: ['ds-gold'],
      components: [],
      seenAt: SEEN,
    })),
    policies: [policy('replicate-24h', 'InMageRcm'), policy('replicate-24h-failback', 'InMageRcmFailback')],
    storageAccounts: [{ id: `${VAULT}/logs`, name: 'stlogs', location: 'westeurope', seenAt: SEEN }],
    items: machines.map(({ name }) => ({
      id: `${CONTAINER}/replicationProtectedItems/${name}-item`,
      name: `${name}-item`,
      friendlyName: name,
      instanceType: 'InMageRcm',
      protectionState: 'UnplannedFailoverCommitted',
      allowedOperations: ['SwitchProtection', 'DisableProtection'],
      replicationHealth: 'Normal',
      healthErrors: [],
      azureVmId: virtualMachineId(name),
      disks: Array.from({ length: DISKS_A_MACHINE }, (_, at) => ({
        id: `disk-${at}`,
        name: `disk-${at}`,
        isOs: at === 0,
        capacityBytes: GiB(64 * (at + 1)),
      })),
      discovered: { datastores: ['ds-gold'], ipAddresses: [] },
      seenAt: SEEN,
    })),
    azureVms: machines.map(({ name }) => ({
      id: virtualMachineId(name),
      name,
      location: 'westeurope',
      powerState: 'running',
      dataDisks: [],
      networkInterfaceIds: [`${virtualMachineId(name)}-nic`],
      hourlyCost: { amount: 0.19, currency: 'EUR' },
      seenAt: SEEN,
    })),
  };
}

const nowhere: SourceRange = {
  uri: 'file:///large.failback',
  start: { line: 0, character: 0 },
  end: { line: 0, character: 0 },
};

const person: Person = { ...declared('owner'), fullName: undefined, email: undefined };

const datastore: Datastore = {
  ...declared('ds-gold'),
  datastoreName: 'ds-gold',
  vcenter: undefined,
  capacity: undefined,
  free: undefined,
  type: undefined,
};

const vault: Vault = {
  ...declared('dr'),
  vaultName: 'dr',
  subscription: undefined,
  resourceGroup: undefined,
  region: undefined,
  logStorage: located('stlogs'),
  policy: undefined,
  failbackPolicy: undefined,
};

function appliance(at: number): Appliance {
  const name = `appliance-${at + 1}`;
  return {
    ...declared(name),
    kind: 'appliance',
    applianceName: name,
    vcenter: undefined,
    host: undefined,
    datastores: [],
    runAs: undefined,
    known: [],
  };
}

function policy(name: string, instanceType: string) {
  return { id: `${VAULT}/replicationPolicies/${name}`, name, instanceType, seenAt: SEEN };
}

function gate(stage: Moment['stage'], title: string): Moment {
  const by = { mode: 'any' as const, people: [located(person)] };
  return {
    at: nowhere,
    when: 'before',
    stage,
    items: [{ kind: 'approve', at: nowhere, title, by, within: undefined, signed: false, secondPerson: false }],
  };
}

function declared(name: string) {
  return { name, at: nowhere, documentation: undefined };
}

function located<T>(value: T): Located<T> {
  return { value, at: nowhere };
}

function pick<T>(from: readonly T[], at: number): T {
  const picked = from[at % from.length];
  if (picked === undefined) throw new Error('There is nothing to pick from.');
  return picked;
}
