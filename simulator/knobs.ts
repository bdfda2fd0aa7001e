import type { BitsPerSecond, Seconds } from '../core/quantity.ts';
import { minutes } from '../core/quantity.ts';

/**
 * What nobody knows for certain about the service, and what a rehearsal may want otherwise.
 * Each is explained in BEHAVIOUR.md with its provenance: recorded, documented or assumed.
 */
export interface Knobs {
  // ------------------------------------------------------------------------------------------------ lists
  /** Items on a page of the items list. */
  readonly pageSize: number;
  /** How far the items list is behind what a GET of the item shows. */
  readonly listLagSeconds: Seconds;
  /** How far lists of jobs are behind what a GET of a job shows. */
  readonly jobListLagSeconds: Seconds;
  /** Rows after which a list of jobs is cut, with no next link. */
  readonly jobListCap: number;
  /** How far back a list of jobs without a filter reaches. */
  readonly jobListWindowSeconds: Seconds;
  /** Whether a list of gateway connections tells their `connectionStatus`, as a GET of one does. */
  readonly connectionStatusInLists: boolean;

  /** What the pages of the items list do: each leads to the next, one is named twice, or one names itself for ever. */
  readonly pagesRepeat: 'never' | 'once' | 'for-ever';
  /** How ids of items are spelled in answers: as recorded, or otherwise than anybody wrote them. */
  readonly idCase: 'recorded' | 'lower' | 'upper';

  // -------------------------------------------------------------------------------- the service as a whole
  /** How far the operator's computer is ahead of the service's clock; negative: behind. */
  readonly computerAheadSeconds: Seconds;
  /** When the vault is not there any more, counted from the start, and for how long; null: never. */
  readonly vaultGone: { readonly afterSeconds: Seconds; readonly forSeconds: Seconds | null } | null;

  // ------------------------------------------------------------------------------------ long-running calls
  /** `Retry-After` of a 202 and of a poll that is not done; undefined leaves the header out. */
  readonly retryAfterSeconds: Seconds | undefined;
  /** Polling addresses point at `<region>.management.azure.com`. */
  readonly regionalHost: boolean;
  /** The collection at which an accepted request is polled. */
  readonly pollsAt: 'replicationOperationStatus' | 'replicationJobs';
  /** The api-version that polling addresses carry, whatever the request's was. */
  readonly pollingApiVersion: string;
  /** A POST on an item that already runs a job. */
  readonly secondPost: 'refused' | 'accepted';
  /** A POST whose verb the item does not allow. */
  readonly verbNotAllowed: 'bad-request' | 'conflict' | 'failed-job';

  // ------------------------------------------------------------------------------------------------- jobs
  /** Share of jobs first seen as `NotStarted`, with neither scenario nor target nor start. */
  readonly unnamedJobShare: number;
  /** How long such a job stays unnamed. */
  readonly unnamedJobSeconds: Seconds;
  /** Whether the item names its running job in `currentScenario`. */
  readonly currentScenario: 'filled' | 'none';
  /** What an item with a running job allows. */
  readonly verbsWhileBusy: 'none' | 'unchanged';

  // ------------------------------------------------------------------------------------------------ states
  /** State and description after the commit of a failback. */
  readonly failbackCommittedState: readonly [state: string, description: string];
  /** Classic: state and description after the commit of a failover to Azure. */
  readonly classicCommittedState: readonly [state: string, description: string];
  /** Classic: the same after the commit of a failback. */
  readonly classicFailbackCommittedState: readonly [state: string, description: string];
  /** Classic: what the job is called that commits a failback. */
  readonly classicCommit: 'CommitFailover' | 'FinalizeFailback';
  /** Classic: whether a reprotect, in either direction, gives the item another name and id. */
  readonly renames: 'never' | 'reprotect';
  /** What becomes of the id that such an item had. */
  readonly oldItemAfterRename: 'gone' | 'there';
  /** Classic: whether members of a group that somebody made may be asked one by one. */
  readonly groupMembersOneByOne: 'accepted' | 'refused';
  /** Classic: a failback whose Azure machine does not run, as after one that failed at its end. */
  readonly classicFailoverOfStopped: 'succeeds' | 'fails';
  /** Whether the reprotect that returns a machine to Azure wants `failoverDirection: PrimaryToRecovery`. */
  readonly protectDirection: 'optional' | 'required' | 'refused';
  /** Time from a failover to Azure until an agent captured as unregistered registers; null leaves it as captured. */
  readonly agentRegistrationSeconds: Seconds | null;
  /** `isAgentRegistrationSuccessfulAfterFailover` while replicating back. */
  readonly agentRegistrationInFailback: boolean | null;
  /** After a planned failover that failed, the service starts a job that cancels it. */
  readonly cancelsFailedFailover: boolean;
  /** What the commit of a failback deletes. */
  readonly commitDeletes: 'vm' | 'vm-and-disks' | 'vm-disks-and-interfaces';
  /** A commit whose deletion of the machine a lock forbids. */
  readonly commitUnderLock: 'fails' | 'leaves-vm';
  /** Whether replication back makes app-consistent points; without them health is Critical for 531006. */
  readonly appConsistentPoints: boolean;
  /** How long a disk's `isInitialReplicationComplete` stays "false" after the item is Protected. */
  readonly diskCompletionLagSeconds: Seconds;

  // --------------------------------------------------------------------------------------------- durations
  readonly reprotectSeconds: Seconds;
  readonly failoverSeconds: Seconds;
  readonly commitSeconds: Seconds;
  readonly cancelSeconds: Seconds;
  /** A configuration server looking around anew. */
  readonly refreshSeconds: Seconds;
  /** Share by which a duration may differ from its middle, drawn for each item. */
  readonly jitter: number;
  /** Time from the end of a reprotect job to the first byte. */
  readonly replicationQueueSeconds: Seconds;
  /** Time from the last byte to the first recovery point in Azure, when protecting again. */
  readonly firstRecoveryPointSeconds: Seconds;
  /** What one machine replicates at. */
  readonly replicationRate: BitsPerSecond;
  /** Share of a disk that differs when it comes home to its old machine. */
  readonly deltaShare: number;
  /** Share of a disk that is in use, and travels when a whole copy is made. */
  readonly usedShare: number;
  /** Time between recovery points. */
  readonly crashConsistentSeconds: Seconds;
  readonly appConsistentSeconds: Seconds;
  /** Starting, deallocating or deleting something in Azure. */
  readonly azureOperationSeconds: Seconds;
  /** Making a virtual machine in Azure. */
  readonly vmCreationSeconds: Seconds;
  /** Time from a machine made in Azure until it shows as a process server by itself; null: only when a person registers it. */
  readonly processServerRegistrationSeconds: Seconds | null;
  /** Time after which an endpoint that was switched shows its new health. */
  readonly trafficProbeSeconds: Seconds;

  // -------------------------------------------------------------------------------------------- throttling
  /** ARM's token buckets for one principal, subscription and region; undefined turns throttling off. */
  readonly throttling: Throttling | undefined;

  // ------------------------------------------------------------------------------------------- the site
  /** Objects that a vCenter puts on a page at most, whatever is asked for. */
  readonly vimPageSize: number;
  /** Silence after which a session of a vCenter or a host is over; null: never. */
  readonly vimSessionSeconds: Seconds | null;
  /** The password that vCenters and hosts want; null: they take any. */
  readonly vimPassword: string | null;
  /** The password that guests want of whoever runs a script inside them; null: they take any. */
  readonly guestPassword: string | null;
}

export interface Throttling {
  readonly reads: Bucket;
  readonly writes: Bucket;
  readonly deletes: Bucket;
}

export interface Bucket {
  readonly size: number;
  readonly refillPerSecond: number;
}

export const defaultKnobs: Knobs = {
  pageSize: 100,
  listLagSeconds: 0,
  jobListLagSeconds: 0,
  jobListCap: 200,
  jobListWindowSeconds: 7 * 86_400,
  connectionStatusInLists: true,
  pagesRepeat: 'never',
  idCase: 'recorded',
  computerAheadSeconds: 0,
  vaultGone: null,
  retryAfterSeconds: 30,
  regionalHost: true,
  pollsAt: 'replicationOperationStatus',
  pollingApiVersion: '2021-06-01',
  secondPost: 'refused',
  verbNotAllowed: 'bad-request',
  unnamedJobShare: 13 / 37,
  unnamedJobSeconds: 8,
  currentScenario: 'filled',
  verbsWhileBusy: 'none',
  failbackCommittedState: ['PlannedFailoverCommitted', 'Failover committed'],
  classicCommittedState: ['UnplannedFailoverStatesBegin', 'Failover committed'],
  classicFailbackCommittedState: ['UnplannedFailoverCommitted', 'Failover committed'],
  classicCommit: 'CommitFailover',
  renames: 'never',
  oldItemAfterRename: 'gone',
  groupMembersOneByOne: 'accepted',
  classicFailoverOfStopped: 'succeeds',
  protectDirection: 'optional',
  agentRegistrationSeconds: null,
  agentRegistrationInFailback: null,
  cancelsFailedFailover: true,
  commitDeletes: 'vm',
  commitUnderLock: 'fails',
  appConsistentPoints: true,
  diskCompletionLagSeconds: minutes(1),
  reprotectSeconds: minutes(11),
  failoverSeconds: minutes(17),
  commitSeconds: minutes(5),
  cancelSeconds: minutes(8),
  refreshSeconds: minutes(2),
  jitter: 0.25,
  replicationQueueSeconds: minutes(4),
  firstRecoveryPointSeconds: minutes(25),
  replicationRate: 240e6,
  deltaShare: 0.04,
  usedShare: 0.6,
  crashConsistentSeconds: minutes(5),
  appConsistentSeconds: minutes(60),
  azureOperationSeconds: 60,
  vmCreationSeconds: minutes(4),
  processServerRegistrationSeconds: null,
  trafficProbeSeconds: 60,
  throttling: {
    reads: { size: 250, refillPerSecond: 25 },
    writes: { size: 200, refillPerSecond: 10 },
    deletes: { size: 200, refillPerSecond: 10 },
  },
  vimPageSize: 500,
  vimSessionSeconds: null,
  vimPassword: null,
  guestPassword: null,
};

/** The defaults with what is given; what is given as undefined turns that knob off, if it can be. */
export function withKnobs(given: Partial<Knobs> = {}): Knobs {
  return { ...defaultKnobs, ...given };
}
