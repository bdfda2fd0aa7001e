import type { ArmCall } from '../plan/plan.ts';
import type { Seconds, Timestamp } from '../quantity.ts';
import type { EventFailure } from './events.ts';

/** A mutating call of a run: one of the plan's, or the one that takes a failover back. */
export type RunCall = Omit<ArmCall, 'operation'> & { readonly operation: ArmCall['operation'] | 'cancel-failover' };

/** What may be done now. `next` asks for it, the executor's loop performs it and journals what came of it. */
export type Action =
  | { readonly kind: 'begin'; readonly step: string }
  /** `before`: it was made, and is made anew because it grew too old for these steps. */
  | { readonly kind: 'preflight'; readonly step: string; readonly before?: readonly string[] }
  | { readonly kind: 'open-gate'; readonly step: string; readonly expiresAt: Timestamp | undefined }
  /** Nobody answered in time: it is told under `key`, and asked anew. */
  | {
      readonly kind: 'ask-anew';
      readonly step: string;
      readonly key: string;
      readonly message: string;
      readonly expiresAt: Timestamp | undefined;
    }
  | { readonly kind: 'issue'; readonly step: string; readonly call: number; readonly request: RunCall }
  /** Looks for the job of a call whose answer nobody has. */
  | { readonly kind: 'look-up'; readonly step: string }
  | { readonly kind: 'probe'; readonly step: string }
  | { readonly kind: 'script'; readonly step: string }
  | { readonly kind: 'ask'; readonly step: string; readonly message: string }
  | { readonly kind: 'finish'; readonly step: string; readonly note: string | undefined }
  | { readonly kind: 'leave-out'; readonly step: string; readonly because: string }
  | { readonly kind: 'fail'; readonly step: string; readonly failure: EventFailure }
  | {
      readonly kind: 'raise-alarm';
      readonly key: string;
      readonly machine: string | undefined;
      readonly message: string;
    }
  /** What an alarm told is so no more. */
  | { readonly kind: 'alarm-over'; readonly key: string }
  /** Pages the items list, and reads the jobs and items that it says moved. */
  | { readonly kind: 'observe' }
  | { readonly kind: 'try-sign-in' }
  | {
      readonly kind: 'end';
      readonly status: 'done' | 'failed' | 'declined' | 'cancelled';
      readonly because: string | undefined;
    }
  /** Nothing more can be done before this moment, unless a person or an answer comes first; undefined: by time, never. */
  | { readonly kind: 'wait'; readonly until: Timestamp | undefined };

/** What `next` is told besides plan and state. */
export interface Limits {
  /** Mutating calls that the service's quota allows now, and when the next one is allowed. */
  readonly issues: number;
  readonly issuesAgainAt: Timestamp;
  /** Last page of the items list; undefined before the first since this process began. */
  readonly watchedAt: Timestamp | undefined;
  /** Some machine has little left to copy. */
  readonly nearEnd: boolean;
  /** Pages that the items list had. */
  readonly pages?: number;
  /** Steps for which something is being done at this moment. */
  readonly inFlight: ReadonlySet<string>;
  /** Time between two looks for a lost job, and after the last one before a call is made anew. */
  readonly settleTime: Seconds;
}

/** Time that the service's job lists may lag behind. */
export const SETTLE_TIME: Seconds = 120;
