import type { Timestamp } from '../quantity.ts';
import type { CallBook } from './call-book.ts';
import type { OpenSteps } from './open-steps.ts';
import type { RunState, StepStatus } from './state.ts';
import type { Stop } from './stopping.ts';

/** The run's state with the bookkeeping that `next` needs to look only at what can move. */
export interface LedgerState extends RunState {
  readonly books: ReadonlyMap<string, CallBook>;
  /** Steps that may start or are under way: all they wait for ended well. */
  readonly open: OpenSteps;
  readonly gateExpiry: ReadonlyMap<string, Timestamp>;
  readonly alarmKeys: ReadonlySet<string>;
  /** Ids of the protected items that are no longer those of the plan, by machine. */
  readonly itemIds: ReadonlyMap<string, string>;
  /** Machines that failed over and are not committed, since when. */
  readonly uncommitted: ReadonlyMap<string, Timestamp>;
  readonly count: Readonly<Record<StepStatus, number>>;
  readonly paused: boolean;
  readonly cancelling: boolean;
  readonly signInNeeded: boolean;
  /** The vault is not there: nothing is asked of it until a person says so. */
  readonly halted: boolean;
  /** Alarms that stand, by their keys. */
  readonly standing: ReadonlySet<string>;
  /** Who stopped which machine, or the common steps of which wave (`subjectOf`). */
  readonly stops: ReadonlyMap<string, Stop>;
  /** When facts were last captured with which the plan still followed, by preflight. */
  readonly checkedAt: ReadonlyMap<string, Timestamp>;
}
