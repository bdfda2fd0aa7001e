import type { AstNode } from 'langium';

/** Within a namespace a name stands for one thing. `machine` holds machines, groups and their members. */
export const NAMESPACES = [
  'machine',
  'app',
  'consistency-group',
  'wave',
  'vault',
  'vcenter',
  'host',
  'datastore',
  'replication target',
  'person',
  'traffic-profile',
  'configuration-server',
  'process-server',
  'connection',
] as const;

export type Namespace = (typeof NAMESPACES)[number];

const BY_TYPE: Readonly<Record<string, Namespace>> = {
  Vm: 'machine',
  VmGroup: 'machine',
  Member: 'machine',
  MachineOrGroup: 'machine',
  App: 'app',
  ConsistencyGroup: 'consistency-group',
  Wave: 'wave',
  Vault: 'vault',
  VCenter: 'vcenter',
  Host: 'host',
  Datastore: 'datastore',
  Appliance: 'replication target',
  MasterTarget: 'replication target',
  ReplicationTarget: 'replication target',
  Person: 'person',
  TrafficProfile: 'traffic-profile',
  ConfigurationServer: 'configuration-server',
  ProcessServer: 'process-server',
  Connection: 'connection',
};

/** The namespace of a declaration or of a type of reference. */
export function namespaceOf(type: string): Namespace | undefined {
  return BY_TYPE[type];
}

/** Waves belong to their file: an import does not bring them. */
export function staysInItsFile(namespace: Namespace): boolean {
  return namespace === 'wave';
}

/** What belongs into a namespace, in words. */
export function spokenNamespace(namespace: Namespace | undefined): string {
  return namespace === 'replication target' ? 'appliance or master-target' : (namespace ?? 'declaration');
}

/** What a declaration is called in a message: the word that begins it. */
export function wordFor(node: AstNode): string {
  return WORDS[node.$type] ?? node.$type;
}

const WORDS: Readonly<Record<string, string>> = {
  Vm: 'vm',
  VmGroup: 'vms',
  Member: 'machine',
  App: 'app',
  ConsistencyGroup: 'consistency-group',
  Wave: 'wave',
  Vault: 'vault',
  VCenter: 'vcenter',
  Host: 'host',
  Datastore: 'datastore',
  Appliance: 'appliance',
  MasterTarget: 'master-target',
  Person: 'person',
  TrafficProfile: 'traffic-profile',
  ConfigurationServer: 'configuration-server',
  ProcessServer: 'process-server',
  Connection: 'connection',
};
