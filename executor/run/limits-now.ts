import type { Limits } from '../../core/run/action.ts';
import { endIsAwaited } from '../../core/run/near-end.ts';
import { indexOf } from '../../core/run/plan-index.ts';
import { NEAR_END_PERCENT, NEAR_END_SECONDS } from '../../core/run/watching.ts';
import { itemOf, type RunContext } from './run-context.ts';

/** What `next` is told besides plan and state: the quota, what was seen when, and what is being done at this moment. */
export function limitsNow(context: RunContext, settleTime: number): Limits {
  const { issues, againAt } = context.effects.quota();
  const now = context.now();
  const inFlight = new Set(context.background.keys());
  for (const [step, { until }] of context.cooling) if (until > now) inFlight.add(step);
  return {
    issues,
    issuesAgainAt: againAt.toISOString(),
    watchedAt: context.board.watchedAt?.toISOString(),
    nearEnd: nearEnd(context),
    pages: context.board.pages,
    inFlight,
    settleTime,
  };
}

function nearEnd(context: RunContext): boolean {
  const { plan, journal, board } = context;
  const { state } = journal;
  const { steps } = indexOf(plan);
  return endIsAwaited(plan, state, (id) => {
    if (steps.get(id)?.kind !== 'replicate' || state.steps.get(id)?.status !== 'running') return false;
    if ((board.item(itemOf(context, id))?.replicated ?? 0) < NEAR_END_PERCENT) return false;
    // Where its pace is known, the end is near when little time is left, not when little is left to copy.
    const left = context.figures.get(id)?.left;
    return left === undefined || left.low <= NEAR_END_SECONDS;
  });
}
