import type { Inventory } from '../../core/inventory/inventory.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { PreApproval } from '../../core/run/gates.ts';
import { indexOf } from '../../core/run/plan-index.ts';
import type { StepProgress } from '../../core/run/view.ts';
import type { Clock } from '../clock.ts';
import type { Effects } from '../effects.ts';
import type { RunHandle } from '../journal/run-directory.ts';
import type { ItemBoard } from './item-board.ts';
import type { RunJournal } from './run-journal.ts';
import type { ServerBoard } from './server-board.ts';

/**
 * Plans anew from the run's stored runbook and a fresh inventory. Whoever knows the language passes it in.
 * `number` says which of the run's plans is in force, for each keeps the texts it was made from.
 */
export type DecisionsFrom = (inventory: Inventory, now: Date, number: number) => Promise<Plan>;

/** What everything that performs an action shares. */
export interface RunContext {
  readonly run: RunHandle;
  readonly plan: Plan;
  readonly journal: RunJournal;
  readonly effects: Effects;
  readonly board: ItemBoard;
  /** The classic servers of the vault; a modernized run never asks for them. */
  readonly servers: ServerBoard;
  readonly clock: Clock;
  /** By the service's clock. */
  readonly now: () => Date;
  /** Facts that the plan was made from. */
  readonly before: Inventory | undefined;
  /** Facts that the run began with: those of its first plan. */
  readonly began: Inventory | undefined;
  readonly decisionsFrom: DecisionsFrom | undefined;
  readonly approvals: readonly PreApproval[];
  readonly figures: Map<string, StepProgress>;
  /** Steps that are left alone until a moment: a precondition that may still come true, a reading that failed. */
  readonly cooling: Map<string, { readonly until: Date; readonly since: Date }>;
  /** Scripts and probes under way. */
  readonly background: Map<string, Promise<void>>;
  /** What one of them broke on, a journal that takes no lines for one: the loop throws it. */
  readonly broken: unknown[];
  /** Ends the loop's sleep. */
  readonly wake: () => void;
  readonly signal: AbortSignal;
}

/** The item that a step is about. */
export function itemOf(context: RunContext, step: string): string | undefined {
  const machine = indexOf(context.plan).steps.get(step)?.machine ?? null;
  return machine === null ? undefined : itemOfMachine(context, machine);
}

/** The item of a machine as it is called now: a classic reprotect may have made a new one of it. */
export function itemOfMachine({ plan, journal }: RunContext, machine: string): string | undefined {
  return journal.state.itemIds.get(machine) ?? indexOf(plan).machines.get(machine)?.itemId ?? undefined;
}

/** Leaves a step alone for a while; remembers since when. */
export function coolDown(context: RunContext, step: string, seconds: number): Date {
  const now = context.now();
  const since = context.cooling.get(step)?.since ?? now;
  context.cooling.set(step, { until: new Date(now.getTime() + seconds * 1000), since });
  return since;
}

/**
 * Does the same to each, so many at once. One that fails holds up none of the others; its error is thrown at the end. What
 * needs no waiting returns nothing, for a turn of the loop for each of ten thousand machines is most of a look.
 */
export async function forEachAtOnce<T>(
  things: readonly T[],
  atOnce: number,
  act: (thing: T) => Promise<void> | undefined,
) {
  let at = 0;
  const errors: unknown[] = [];
  const work = async (): Promise<void> => {
    for (let index = at++; index < things.length; index = at++) {
      try {
        const waiting = act(things[index] as T);
        if (waiting !== undefined) await waiting;
      } catch (error) {
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, things.length) }, work));
  if (errors.length > 0) throw errors[0];
}
