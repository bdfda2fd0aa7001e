import type { Inventory } from '../../core/inventory/inventory.ts';
import { movedDecisions } from '../../core/plan/moved-decisions.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { EventFact } from '../../core/run/events.ts';
import type { LedgerState } from '../../core/run/ledger.ts';
import { indexOf } from '../../core/run/plan-index.ts';
import { asIfSeenNow } from './as-if-seen-now.ts';
import { factsThatMoved } from './facts-that-moved.ts';
import type { RunContext } from './run-context.ts';
import { turnedOnMeanwhile } from './turned-on-meanwhile.ts';

/** What planning anew from the facts as they are comes to. */
export interface Comparison {
  /** Decisions that no longer follow, and what stands in the way now: the wave stops. */
  readonly moved: readonly string[];
  /** The facts that this comes from, with the steps that rest on them. */
  readonly changed: readonly EventFact[];
  /** What stands in the way only because facts grew old that no vault shows. */
  readonly aged: readonly string[];
}

/**
 * Plans anew from facts as they would be, had the run done nothing, and tells where the approved plan no longer follows.
 * @param facts those, without what the run did
 * @param seen the facts as they were seen
 * @param again steps that a check is made anew for: what moved in other waves stops the waves it belongs to
 */
export async function compareDecisions(
  context: RunContext,
  facts: Inventory,
  seen: Inventory,
  again?: readonly string[],
): Promise<Comparison> {
  const { plan, journal, before, decisionsFrom } = context;
  if (decisionsFrom === undefined) return { moved: [], changed: [], aged: [] };
  const number = journal.state.plans.length;
  const open = inTheirWaves(plan, stepsToDo(plan, journal.state), again);
  const known = new Set(plan.blockedBy);
  // A rehearsal may run with what would block a live run, and its estate has no vCenter to look at again.
  const isLive = journal.state.target.kind === 'azure';
  const now = context.now();
  const judge = async (facts: Inventory) => {
    const decided = await decisionsFrom(asIfSeenNow(facts), now, number);
    const inTheWay = isLive ? decided.blockedBy.filter((sentence) => !known.has(sentence)) : [];
    return { plan: decided, moved: [...movedDecisions(plan, decided, open), ...inTheWay] };
  };
  const found = await judge(facts);
  const ran = turnedOnMeanwhile(plan, journal.state, open, before, seen);
  const moved = [...found.moved, ...ran.map(({ says }) => says)];
  const changed = [
    ...(found.moved.length === 0 || before === undefined
      ? []
      : await factsThatMoved(plan, open, before, facts, found, judge)),
    ...ran.map(({ fact }) => fact),
  ];
  if (!isLive) return { moved, changed, aged: [] };
  const asSeen = await decisionsFrom(facts, now, number);
  const apartFromAge = new Set([...known, ...found.plan.blockedBy]);
  return { moved, changed, aged: asSeen.blockedBy.filter((sentence) => !apartFromAge.has(sentence)) };
}

/** A check that is made anew for some steps is about their waves alone: what moved elsewhere stops the waves it belongs to. */
function inTheirWaves(
  plan: Plan,
  open: ReadonlySet<string>,
  again: readonly string[] | undefined,
): ReadonlySet<string> {
  if (again === undefined) return open;
  const { steps } = indexOf(plan);
  const waves = new Set(again.map((id) => steps.get(id)?.wave));
  return new Set([...open].filter((id) => waves.has(steps.get(id)?.wave)));
}

function stepsToDo(plan: Plan, state: LedgerState): ReadonlySet<string> {
  const over = (id: string) => ['done', 'skipped'].includes(state.steps.get(id)?.status ?? '');
  return new Set(plan.steps.filter(({ id }) => !over(id)).map(({ id }) => id));
}
