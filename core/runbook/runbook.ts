/**
 * The runbook as its author meant it: plain data, references resolved to the objects they name, source ranges kept.
 *
 * Lowering (`language-server/src/lower.ts`) makes it from the syntax tree and leaves incomplete parts out, so whatever
 * reads it never checks again. A setting that the author did not write, and that has no default, is `undefined`.
 */

import type { BitsPerSecond, Bytes, Seconds, Timestamp } from '../quantity.ts';
import type { Declared, Located, SourceRange } from './source.ts';

export type Architecture = 'modernized' | 'classic';

/** `original`: the old machine is still there and only the delta travels. `alternate`: a new machine, a full copy. */
export type Location = 'original' | 'alternate';

/** Modernized: crash-consistent or application-consistent. Classic: latest (time), latest-tag (application-consistent) or a named point. */
export type RecoveryPointChoice =
  | { readonly kind: 'crash-consistent' }
  | { readonly kind: 'application-consistent' }
  | { readonly kind: 'latest' }
  | { readonly kind: 'latest-tag' }
  | { readonly kind: 'custom'; readonly id: string };

export interface Runbook extends Declared {
  readonly architecture: Located<Architecture>;
  readonly vault: Located<Vault> | undefined;
  /** Path of the inventory, as written: relative to the runbook's file. */
  readonly inventory: Located<string> | undefined;
  readonly change: Located<string> | undefined;
  /** No failover starts after this moment. */
  readonly freeze: Located<Timestamp> | undefined;
  /** Recovery time objective of each wave. */
  readonly objective: Located<Seconds> | undefined;
  /** Pilot batches: the first numbers, then `rest`; empty when not written. */
  readonly batches: readonly Located<number | 'rest'>[];
  /** Who must have signed the plan before a live run of it starts; undefined when nobody must. */
  readonly review: ReviewDemand | undefined;
  readonly accepted: readonly Acceptance[];
  readonly attested: readonly Attestation[];
  /** Gates and actions that hold for every wave. */
  readonly moments: readonly Moment[];

  readonly machines: readonly Machine[];
  readonly apps: readonly App[];
  readonly waves: readonly Wave[];
  readonly consistencyGroups: readonly ConsistencyGroup[];
  readonly afterAll: readonly AfterAll[];

  readonly vaults: readonly Vault[];
  readonly vcenters: readonly VCenter[];
  readonly hosts: readonly Host[];
  readonly datastores: readonly Datastore[];
  readonly appliances: readonly Appliance[];
  readonly people: readonly Person[];
  readonly trafficProfiles: readonly TrafficProfile[];
  readonly configurationServers: readonly ConfigurationServer[];
  readonly processServers: readonly ProcessServer[];
  readonly masterTargets: readonly MasterTarget[];
  readonly connections: readonly Connection[];
}

// ---------------------------------------------------------------------------------------------- machines

export interface Machine extends Declared {
  /** The whole declaration, for findings about something that is missing. */
  readonly block: SourceRange;
  /** `vms` group it was declared in. */
  readonly group: string | undefined;
  readonly os: Located<{ readonly family: 'windows' | 'linux'; readonly version: string | undefined }> | undefined;
  readonly source: Located<'vmware' | 'physical'>;
  /** Appliance (modernized) or master target (classic) through which it comes home. */
  readonly via: Located<Appliance | MasterTarget> | undefined;
  readonly location: Located<Location>;
  readonly recoveryPoint: Located<RecoveryPointChoice>;
  readonly datastore: Located<Datastore> | undefined;
  /** Another vCenter to come home to, when the old site is gone (modernized). */
  readonly home: Located<VCenter> | undefined;
  /** Protected item to take when several have the machine's name. */
  readonly item: Located<string> | undefined;
  /** Process server in Azure (classic). */
  readonly processServer: Located<ProcessServer> | undefined;
  readonly nics: readonly Nic[];
  readonly disks: readonly DeclaredDisk[];
  readonly excludedDisks: readonly Located<string>[];
  /** Estimated change of data, for sizing and for the estimate of the delta. */
  readonly churn: Located<BitsPerSecond> | undefined;
  readonly size: Located<Bytes> | undefined;
  /** Delete the old on-premises machine before reprotect (an irreversible step). */
  readonly deleteOld: Located<boolean> | undefined;
  /** Run-as account (by the name shown in the vault) used to protect again. */
  readonly runAs: Located<string> | undefined;
  /** Replication policy to protect again with, and policy for the way back; by name. */
  readonly policy: Located<string> | undefined;
  readonly failbackPolicy: Located<string> | undefined;
  /** What a person knows and nobody captured: key as written, for example `disk.enableUUID` or `snapshots`. */
  readonly known: readonly KnownFact[];
  /** Defaults that were applied from `defaults vm`, by key, for hover and inlay hints. */
  readonly defaulted: readonly string[];
  /** Keys whose value names what nobody declares: the text is told so, and what was meant is unknown. */
  readonly unresolved: readonly string[];
}

export interface Nic {
  readonly at: SourceRange;
  readonly portGroup: Located<string> | undefined;
  readonly address: Located<string> | undefined;
}

export interface DeclaredDisk {
  readonly at: SourceRange;
  readonly name: string;
  readonly size: Located<Bytes> | undefined;
  readonly kind: Located<'vmdk' | 'rdm' | 'iscsi'> | undefined;
}

export interface KnownFact {
  readonly key: string;
  readonly value: string | number | boolean;
  readonly at: SourceRange;
}

export interface App extends Declared {
  readonly machines: readonly Located<Machine>[];
  /** `hold`: none commits until all are verified. */
  readonly onFailure: Located<'hold' | 'continue'>;
}

export interface ConsistencyGroup extends Declared {
  readonly machines: readonly Located<Machine>[];
}

// ------------------------------------------------------------------------------------------------- waves

export interface Wave extends Declared {
  readonly block: SourceRange;
  readonly after: readonly Located<string>[];
  readonly machines: readonly Located<Machine>[];
  readonly window: Located<{ readonly from: Timestamp; readonly for: Seconds }> | undefined;
  readonly atMost: Located<number> | undefined;
  readonly objective: Located<Seconds> | undefined;
  readonly onFailure: Located<'hold' | 'continue'> | undefined;
  /** The wave's own gates and actions; those of the runbook hold besides. */
  readonly moments: readonly Moment[];
}

export type Stage = 'reprotect' | 'failover' | 'commit' | 'protect';

/** `before STAGE { … }` or `after STAGE { … }`. */
export interface Moment {
  readonly at: SourceRange;
  readonly when: 'before' | 'after';
  readonly stage: Stage;
  readonly items: readonly MomentItem[];
}

export type MomentItem = Approve | WithoutApproval | Hold | Backup | SwitchTraffic | Probe | RunScript | Ask;

export interface Approve {
  readonly kind: 'approve';
  readonly at: SourceRange;
  readonly title: string;
  /** `any`: one of them suffices; `all`: each of them, for example a second person. */
  readonly by: { readonly mode: 'any' | 'all'; readonly people: readonly Located<Person>[] };
  /** Time after which the request lapses. */
  readonly within: Seconds | undefined;
  /** Only an answer signed with the person's key counts. */
  readonly signed: boolean;
  /** Whoever started the run may not answer. */
  readonly secondPerson: boolean;
}

/** The author's explicit word that this point of no return needs nobody's approval; a reviewer sees it. */
export interface WithoutApproval {
  readonly kind: 'without-approval';
  readonly at: SourceRange;
  readonly because: string;
}

/** Soak: wait this long after the stage before. */
export interface Hold {
  readonly kind: 'hold';
  readonly at: SourceRange;
  readonly for: Seconds;
}

/** A person confirms a backup of the on-premises machines, no older than this. */
export interface Backup {
  readonly kind: 'backup';
  readonly at: SourceRange;
  readonly within: Seconds;
}

export interface SwitchTraffic {
  readonly kind: 'switch-traffic';
  readonly at: SourceRange;
  readonly profile: Located<TrafficProfile>;
  /** Endpoint of the profile to enable; the others are disabled. */
  readonly endpoint: string;
}

export interface Probe {
  readonly kind: 'probe';
  readonly at: SourceRange;
  readonly title: string;
  readonly check:
    | { readonly kind: 'tcp'; readonly machine: Machine | undefined; readonly host: string; readonly port: number }
    | { readonly kind: 'http'; readonly url: string; readonly status: number }
    /** On the operator's machine; it says yes by ending with 0. */
    | { readonly kind: 'script'; readonly script: string };
  readonly within: Seconds;
}

export interface RunScript {
  readonly kind: 'run';
  readonly at: SourceRange;
  readonly title: string;
  /** Path as written, relative to the file that names it. */
  readonly script: string;
  /** `guest`: inside each of `machines`, in Azure before their failover and on the site after it. */
  readonly on: 'operator' | 'guest';
  /** Of the guests, to sign in to them on the site; in Azure none is needed. */
  readonly account: Located<string> | undefined;
  /** Empty for a script on the operator's machine. */
  readonly machines: readonly Located<Machine>[];
  /** For each try. */
  readonly timeout: Seconds;
  /** How often it may be started while it ends with an error. */
  readonly tries: number;
}

/** A manual action: a person confirms that it is done. */
export interface Ask {
  readonly kind: 'ask';
  readonly at: SourceRange;
  readonly title: string;
  readonly by: readonly Located<Person>[];
}

export interface AfterAll {
  readonly at: SourceRange;
  readonly removeLeftovers: readonly Located<'network-interfaces' | 'public-addresses' | 'disks'>[];
}

/** A plan that others must have signed: what was reviewed is what runs. */
export interface ReviewDemand {
  readonly at: SourceRange;
  readonly by: { readonly mode: 'any' | 'all'; readonly people: readonly Located<Person>[] };
  /** Path of the file with the public keys of those people, relative to the file that names it. */
  readonly signers: Located<string> | undefined;
}

// ------------------------------------------------------------------------------------- accept and attest

export interface Acceptance {
  readonly at: SourceRange;
  readonly rule: Located<string>;
  readonly because: string;
  readonly by: Located<Person> | undefined;
  readonly until: Located<Timestamp> | undefined;
  /** Machines it is limited to; empty means all. */
  readonly machines: readonly Located<Machine>[];
}

/** A fact that only a person can see, stated by name until a date. */
export type Attestation = Acceptance;

// -------------------------------------------------------------------------------------------------- site

export interface Vault extends Declared {
  /** Name of the vault in Azure; the declaration's name when not written. */
  readonly vaultName: string;
  readonly subscription: Located<string> | undefined;
  readonly resourceGroup: Located<string> | undefined;
  readonly region: Located<string> | undefined;
  /** Log storage account of the way back: its name or its ARM id. */
  readonly logStorage: Located<string> | undefined;
  readonly policy: Located<string> | undefined;
  readonly failbackPolicy: Located<string> | undefined;
}

/** How to sign in to a vCenter, or to a host without one. The password is never written down. */
export interface SignIn {
  readonly account: Located<string> | undefined;
  /** SHA-256 of the certificate that the server must show, as hexadecimal pairs. */
  readonly fingerprint: Located<string> | undefined;
  /** Path of the certificate authority's file, relative to the file that names it. */
  readonly authority: Located<string> | undefined;
}

export interface VCenter extends Declared, SignIn {
  readonly address: Located<string> | undefined;
  readonly known: readonly KnownFact[];
}

export interface Host extends Declared, SignIn {
  readonly address: Located<string> | undefined;
  /** A host without one is a bare ESXi host. */
  readonly vcenter: Located<VCenter> | undefined;
  readonly datastores: readonly Located<Datastore>[];
  readonly known: readonly KnownFact[];
}

export interface Datastore extends Declared {
  /** Name in vSphere; the declaration's name when not written. */
  readonly datastoreName: string;
  readonly vcenter: Located<VCenter> | undefined;
  readonly capacity: Located<Bytes> | undefined;
  readonly free: Located<Bytes> | undefined;
  readonly type: Located<'vmfs' | 'vsan' | 'nfs' | 'vvol'> | undefined;
}

/** The modernized replication appliance. */
export interface Appliance extends Declared {
  readonly kind: 'appliance';
  /** Name in the vault; the declaration's name when not written. */
  readonly applianceName: string;
  readonly vcenter: Located<VCenter> | undefined;
  readonly host: Located<Host> | undefined;
  readonly datastores: readonly Located<Datastore>[];
  readonly runAs: Located<string> | undefined;
  readonly known: readonly KnownFact[];
}

export interface Person extends Declared {
  readonly fullName: string | undefined;
  readonly email: string | undefined;
}

export interface TrafficProfile extends Declared {
  readonly profileName: string;
  readonly resourceGroup: Located<string> | undefined;
  readonly subscription: Located<string> | undefined;
}

// ----------------------------------------------------------------------------------------------- classic

export interface ConfigurationServer extends Declared {
  /** Name in the vault; the declaration's name when not written. */
  readonly serverName: string;
  readonly address: Located<string> | undefined;
  readonly backup: Located<Seconds> | undefined;
  /** The vCenter that it discovered the machines in. */
  readonly vcenter: Located<VCenter> | undefined;
  readonly known: readonly KnownFact[];
}

export interface ProcessServer extends Declared {
  /** Name in the vault, and of the machine in Azure; the declaration's name when not written. */
  readonly serverName: string;
  readonly where: Located<'azure' | 'on-premises'>;
  /** Virtual network in Azure: its name or its ARM id. */
  readonly network: Located<string> | undefined;
  /** Of one that is to be created: subnet of that network, resource group, size and name of the administrator. */
  readonly subnet: Located<string> | undefined;
  readonly resourceGroup: Located<string> | undefined;
  readonly vmSize: Located<string> | undefined;
  readonly administrator: Located<string> | undefined;
  readonly existing: Located<boolean> | undefined;
  readonly remove: Located<'after-failback' | 'never'> | undefined;
  readonly capacity: Located<BitsPerSecond> | undefined;
  readonly known: readonly KnownFact[];
}

export interface MasterTarget extends Declared {
  readonly kind: 'master-target';
  /** Name in the vault; the declaration's name when not written. */
  readonly targetName: string;
  /** The configuration server that it was installed with; none when it stands apart. */
  readonly comesWith: Located<ConfigurationServer> | undefined;
  readonly os: Located<'windows' | 'linux'> | undefined;
  readonly host: Located<Host> | undefined;
  readonly datastores: readonly Located<Datastore>[];
  readonly retentionDrive: Located<string> | undefined;
  readonly processServer: Located<ProcessServer> | undefined;
  readonly runAs: Located<string> | undefined;
  readonly known: readonly KnownFact[];
}

export interface Connection extends Declared {
  /** Name in Azure; the declaration's name when not written. */
  readonly connectionName: string;
  readonly connectionKind: Located<'site-to-site-vpn' | 'expressroute-private' | 'expressroute-microsoft'>;
  readonly network: Located<string> | undefined;
  readonly bandwidth: Located<BitsPerSecond> | undefined;
}
