/**
 * Everything a run does to the world or reads of it. Azure's implementation is in `azure/`; tests wrap it to cut a run off
 * at a chosen moment.
 */

import type { Inventory } from '../core/inventory/inventory.ts';
import type { Plan, PlanStep } from '../core/plan/plan.ts';
import type { Seconds, Timestamp } from '../core/quantity.ts';
import type { RunCall } from '../core/run/action.ts';
import type { DeedByHand } from '../core/run/by-hand.ts';
import type { ClassicServers } from '../core/run/classic-servers.ts';
import type { ItemDetail, ItemFacts, JobFacts, RecoveryPointFact } from '../core/run/item-facts.ts';

/** What came of one mutating call, sent once. */
export type CallOutcome =
  /** `jobId` is absent where the service did it at once. `note` says what it did, where that is not plain. */
  | { readonly kind: 'accepted'; readonly jobId: string | undefined; readonly note?: string }
  /** The service said no before it did anything; later it may say yes. */
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly message: string;
      readonly retryAfter: Seconds | undefined;
      readonly signIn: boolean;
    }
  /**
   * Its turn has not come, or what it asked for is still under way: no fault. Made again it does the same, so it is made
   * again later.
   */
  | { readonly kind: 'not-yet'; readonly message: string; readonly retryAfter: Seconds }
  /** The service said no, and will say it again. */
  | { readonly kind: 'rejected'; readonly code: string; readonly message: string; readonly remedy: string }
  /** Nobody knows whether it was taken. */
  | { readonly kind: 'unknown'; readonly message: string };

/** Jobs that began within a stretch of the service's time; `complete` is false where the list was cut. */
export interface JobList {
  readonly jobs: readonly JobFacts[];
  readonly complete: boolean;
}

/** Rows of the items list, and of how many pages they came where somebody counted. */
export interface ItemRows extends ReadonlyArray<ItemFacts> {
  readonly pages?: number;
}

export interface ProbeOutcome {
  readonly ok: boolean;
  readonly note: string;
}

export interface ScriptOutcome {
  /** Exit code; undefined when it was ended at its timeout or could not start. */
  readonly code: number | undefined;
  readonly note: string;
  /** It may have run, and nobody can tell: it is not started again before a person was asked. */
  readonly unclear?: true;
}

export type ScriptStep = PlanStep & { readonly kind: 'run' };
export type ProbeStep = PlanStep & { readonly kind: 'probe' };

/** Every reading may throw `FailbackError`: `needs-sign-in`, `azure-forbidden`, `azure-not-found`, `azure-throttled`, `azure-unreachable`, `azure-failed`. */
export interface Effects {
  /** Sends one mutating call, once, with the request id that comes back in the job. Never throws for what the service answers. */
  call(call: RunCall, requestId: string): Promise<CallOutcome>;
  /** All protected items of the vault, page by page. */
  items(): Promise<ItemRows>;
  item(id: string): Promise<ItemDetail>;
  recoveryPoints(itemId: string): Promise<readonly RecoveryPointFact[]>;
  job(id: string): Promise<JobFacts>;
  /** Process servers and master targets of the vault's classic fabrics. */
  classicServers(): Promise<ClassicServers>;
  /** `running`, `deallocated`, … of a machine in Azure; undefined where there is none of that id. */
  powerOf(vmId: string): Promise<string | undefined>;
  jobsBetween(from: Timestamp, to: Timestamp): Promise<JobList>;
  /**
   * The vault as it is now, for a preflight. Disks come from `before` where nothing can have changed them; of items in
   * hand (ids in lower case) a row of the list is enough.
   */
  capture(plan: Plan, before: Inventory | undefined, inHand: ReadonlySet<string>): Promise<Inventory>;
  probe(step: ProbeStep, signal: AbortSignal): Promise<ProbeOutcome>;
  /** `tried`: which start of the step this is, from 1. */
  script(step: ScriptStep, signal: AbortSignal, tried?: number): Promise<ScriptOutcome>;
  /** Whether a machine of this UUID still stands on the site, for whoever can look there; `unknown` where not all of it was seen. */
  oldMachine?(uuid: string): Promise<'there' | 'gone' | 'unknown'>;
  /**
   * Does in a simulated estate what a person says to have done by hand; absent where the estate is real. Never throws:
   * tells why it came to nothing.
   */
  rehearse?(deed: DeedByHand): Promise<string | undefined>;
  /** Time by the service's last answers; undefined before the first. */
  serviceTime(): Date | undefined;
  /** Mutating calls that the quota allows now, and when it allows the next. */
  quota(): { readonly issues: number; readonly againAt: Date };
  close(): Promise<void>;
}
