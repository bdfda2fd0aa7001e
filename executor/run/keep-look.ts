import { FailbackError } from '../../core/failback-error.ts';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { keepFacts } from '../journal/facts-store.ts';
import { machinesInHand } from './facts-as-planned.ts';
import type { RunContext } from './run-context.ts';

/** Keeps what was seen as evidence, and answers with its hash. A disk that does not take it stops nothing. */
export async function keepLook({ run, began }: RunContext, seen: Inventory): Promise<{ readonly seen?: string }> {
  try {
    return { seen: await keepFacts(run, began, seen) };
  } catch (error) {
    if (error instanceof Error && 'code' in error) return {};
    throw error;
  }
}

/** How the run leaves the world. Where that cannot be seen the run ends all the same. */
export async function lastLook(context: RunContext): Promise<{ readonly seen?: string }> {
  const { plan, journal, effects, before, signal } = context;
  try {
    return await keepLook(context, await effects.capture(plan, before, machinesInHand(plan, journal.state).items));
  } catch (error) {
    if (error instanceof FailbackError || (signal.aborted && error === signal.reason)) return {};
    throw error;
  }
}
