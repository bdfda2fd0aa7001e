import type { Timestamp } from '../quantity.ts';

/**
 * What is known about the mutating call that a step is at. A step with several calls makes one after the other, and the
 * book always tells of the present one.
 */
export interface CallBook {
  /** Place of the present call among those of the step. */
  readonly call: number;
  readonly phase:
    | 'none'
    /** Journalled; the call is on its way. After a crash this means: unknown. */
    | 'intended'
    | 'refused'
    | 'unknown'
    | 'accepted'
    | 'settled';
  /** Request ids whose fate is open, oldest first: a job of any of them is ours. */
  readonly openRequests: readonly string[];
  /** Moment of the oldest open intent: no job of ours is older. */
  readonly intendedAt: Timestamp | undefined;
  readonly retryAt: Timestamp | undefined;
  /** Looks in a row that found no job of ours, and when the last one was. */
  readonly emptyLooks: number;
  readonly lookedAt: Timestamp | undefined;
  readonly itemUnmoved: boolean;
  readonly jobId: string | undefined;
  readonly acceptedAt: Timestamp | undefined;
  /** Refusals in a row, for the growing pause between them. */
  readonly refusals: number;
  /** Answers lost in a row since a person last looked at the step. */
  readonly lost: number;
  /** The call cancels the step's failover instead of making it. */
  readonly undo: { readonly who: string; readonly because: string } | undefined;
}

export const BLANK_BOOK: CallBook = {
  call: 0,
  phase: 'none',
  openRequests: [],
  intendedAt: undefined,
  retryAt: undefined,
  emptyLooks: 0,
  lookedAt: undefined,
  itemUnmoved: true,
  jobId: undefined,
  acceptedAt: undefined,
  refusals: 0,
  lost: 0,
  undo: undefined,
};
