import type { Bytes, Timestamp } from '../quantity.ts';

/**
 * A protected item as a row of the items list shows it: cheap, and for all machines at once. Disks and recovery points
 * are not in it.
 */
export interface ItemFacts {
  readonly id: string;
  readonly name: string;
  readonly friendlyName: string;
  /** Switches with each reprotect; jobs name it as their target. */
  readonly internalIdentifier: string | undefined;
  readonly instanceType: string;
  readonly protectionState: string;
  readonly activeLocation: string | undefined;
  readonly allowedOperations: readonly string[];
  readonly replicationHealth: string | undefined;
  readonly healthCodes: readonly string[];
  /** The job that works on the item now; undefined when none does, or when the service did not say. */
  readonly currentJobId: string | undefined;
  /** 0 to 100. */
  readonly replicated: number | undefined;
  readonly resyncRequired: boolean | undefined;
  /** Read of its disks so far, of this copy; undefined where the provider does not say, as classic ones. */
  readonly processedBytes?: Bytes | undefined;
  /** Last sign of life of the agent in the machine. */
  readonly agentHeardAt?: Timestamp | undefined;
  /** Classic: the process server through which it replicates, where the row tells it. */
  readonly processServerId?: string | undefined;
  readonly seenAt: Timestamp;
}

/** The item from a GET of its own: with disks. */
export interface ItemDetail extends ItemFacts {
  readonly disks: readonly {
    readonly name: string;
    readonly initialReplicationComplete: boolean | undefined;
    readonly resyncRequired: boolean | undefined;
    readonly processedBytes?: Bytes;
    /** 0 to 100. */
    readonly percent?: number;
    /** In the service's word: `InProgress`, `NoProgress`, `Queued`, … */
    readonly progress?: string;
    /** When data last moved, as the service writes it. */
    readonly lastTransfer?: string;
  }[];
  /** Points that the item itself lists, as a classic one on its way home does. */
  readonly consistencyPoints: readonly RecoveryPointFact[];
  /** Data on its way, where the provider tells it: not yet sent, at the process server, at the master target. */
  readonly pending: { readonly source: Bytes; readonly processServer: Bytes; readonly target: Bytes } | undefined;
}

/** `CrashConsistent`, `ApplicationConsistent`, … as the service names the kind. */
export interface RecoveryPointFact {
  /** ARM id or name. */
  readonly id: string;
  readonly time: Timestamp;
  readonly type: string;
}

/** An error of a job, in the service's own words. */
export interface ServiceError {
  readonly code: string;
  readonly message: string;
  readonly possibleCauses: string | undefined;
  readonly recommendedAction: string | undefined;
}

export interface JobFacts {
  /** Name of the job; equal to the operation's id. */
  readonly id: string;
  /** Begins with the request id of the call that made it; rows of lists do not tell it. */
  readonly activityId: string | undefined;
  readonly scenario: string | undefined;
  readonly state: string;
  readonly stateDescription: string | undefined;
  readonly startedAt: Timestamp | undefined;
  readonly targetId: string | undefined;
  readonly targetName: string | undefined;
  readonly errors: readonly ServiceError[];
  /** ARM id of the item that a classic reprotect made of the one it was called for. */
  readonly newItemId: string | undefined;
  /** What it does at present, in the service's words. */
  readonly task: string | undefined;
}
