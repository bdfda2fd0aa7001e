/**
 * The meaning of a journal: what a run has done, is doing and waits for. `reduce` makes it from plan and events; every view
 * (terminal, Runs tree, report) is drawn from it. Plain data, times as ISO 8601 by the service's clock.
 */

import type { Timestamp } from '../quantity.ts';
import type { Spell } from './spells.ts';

export type RunStatus =
  | 'starting'
  | 'running'
  /** Nothing can go on until a person answers a gate or a question. */
  | 'waiting'
  | 'paused'
  | 'needs-sign-in'
  /** Issues nothing any more and lets accepted jobs finish. */
  | 'cancelling'
  | 'done'
  | 'failed'
  | 'declined'
  | 'cancelled';

export type StepStatus =
  | 'pending'
  | 'running'
  /** A gate, window or hold that is open and not yet answered or over. */
  | 'waiting'
  /** The answer of a call was lost; the run looks for its own job. */
  | 'looking'
  /** The run cannot know and asks a person. */
  | 'asking'
  | 'done'
  | 'failed'
  | 'declined'
  | 'skipped'
  /** Will not start because something it waits for did not end well. */
  | 'stopped';

/** An operation of the service that failed, in the service's own words. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly possibleCauses: string | undefined;
  readonly recommendedAction: string | undefined;
  /** Rule that would have told it before, if one is known. */
  readonly rule: string | undefined;
  /** What the person can do now: full sentences, commands on their own lines. */
  readonly remedy: string;
  /** What changed under the run, where that is why. */
  readonly facts?: readonly MovedFact[] | undefined;
}

/** A fact that changed since the plan was approved, in words, and the steps to come that rest on it. */
export interface MovedFact {
  /** `power state of the machine in Azure 'erp-db-01'`. */
  readonly fact: string;
  readonly before: string;
  readonly now: string;
  /** Ids, the first of them. */
  readonly steps: readonly string[];
  /** Steps besides those. */
  readonly more: number;
}

export interface StepState {
  readonly id: string;
  readonly status: StepStatus;
  readonly startedAt: Timestamp | undefined;
  readonly endedAt: Timestamp | undefined;
  /** Spells that are over, of a step that was begun anew; `spells.ts` puts them together. */
  readonly earlier?: readonly Spell[] | undefined;
  /** When it was begun anew; absent where it was begun once, or has not begun again yet. */
  readonly since?: Timestamp | undefined;
  /** Counts mutating calls; 0 before the first. */
  readonly attempt: number;
  readonly requestId: string | undefined;
  readonly jobId: string | undefined;
  /** How the job became known: by the answer, by our request id in its activity id, or by a person's word. */
  readonly acceptedBy: 'response' | 'activity-id' | 'person' | undefined;
  /** Refusals and lost answers that were got over, as sentences. */
  readonly survived: readonly string[];
  readonly failure: Failure | undefined;
  /** What it shows of itself at present, for example the task of the job: `Preparing on-premise virtual machine`. */
  readonly note: string | undefined;
  readonly answers: readonly GateAnswer[];
  /** When a gate was opened last: what a signed answer is an answer to. */
  readonly askedAt?: Timestamp | undefined;
}

export interface GateAnswer {
  readonly answer: 'approved' | 'declined' | 'done';
  readonly who: string;
  readonly proof: 'claimed' | 'proven';
  /** Fingerprint of the key that signed; only of a proven answer. */
  readonly key?: string | undefined;
  readonly comment: string | undefined;
  readonly at: Timestamp;
  readonly planHash: string;
}

export interface RunState {
  readonly runId: string;
  readonly planHash: string;
  readonly status: RunStatus;
  readonly target: RunTarget;
  readonly startedBy: string;
  /** Other names and mail addresses by which whoever started it is known. */
  readonly starterKnownAs: readonly string[];
  readonly startedAt: Timestamp | undefined;
  readonly endedAt: Timestamp | undefined;
  /** Raised with each take-over. */
  readonly epoch: number;
  readonly steps: ReadonlyMap<string, StepState>;
  /** Sentences that want a person's eye: foreign jobs, machines failed over and not committed, closed windows. */
  readonly alarms: readonly {
    readonly at: Timestamp;
    readonly machine: string | undefined;
    readonly message: string;
    /** When what it told was over; absent while it stands. */
    readonly overAt?: Timestamp | undefined;
  }[];
  /** Protected items that have another id since: a classic reprotect may make a new item of the old one. */
  readonly renamedItems: readonly RenamedItem[];
  /** The plans that the run followed, the present one last. */
  readonly plans: readonly PlanInForce[];
  /** Who handed the run over to whom, the newest last. */
  readonly handovers: readonly Handover[];
  /** Why the run stopped or waits, as a sentence; undefined while it simply works. */
  readonly because: string | undefined;
}

/** A plan of the run, and since when it counts. */
export interface PlanInForce {
  readonly hash: string;
  readonly since: Timestamp;
  /** Who started the run, or had it planned anew; and why. */
  readonly who: string;
  readonly because: string | undefined;
  /** What it decides otherwise than the plan before it, as sentences. */
  readonly moved: readonly string[];
  /** Steps that went back to their beginning with it. */
  readonly again: readonly string[];
}

export interface Handover {
  readonly at: Timestamp;
  readonly from: string;
  readonly to: string;
  readonly note: string | undefined;
}

export interface RenamedItem {
  readonly at: Timestamp;
  readonly machine: string;
  /** ARM ids. */
  readonly from: string;
  readonly to: string;
}

export type RunTarget =
  | { readonly kind: 'azure' }
  | { readonly kind: 'simulated'; readonly seed: number }
  | { readonly kind: 'simulator'; readonly url: string };
