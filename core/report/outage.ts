import type { StepKind } from '../plan/plan.ts';
import type { Seconds, Timestamp } from '../quantity.ts';
import type { StepView } from '../run/view.ts';

/** What has to be over before people can work again. Soak, commit and protecting again come after it. */
const untilUsable: readonly StepKind[] = ['failover', 'switch-traffic', 'probe', 'run'];

/**
 * A person who looks whether it works verifies as a probe does. What is asked at other moments (before the commit, say)
 * decides about that moment, and nobody waits for it to work.
 */
function keepsFromUse({ plan, state }: StepView): boolean {
  if (state.status === 'skipped') return false;
  return untilUsable.includes(plan.kind) || (plan.kind === 'ask' && plan.id.includes('/after-failover/'));
}

/** How long a machine or a wave was out of service, or has been so far. */
export interface Outage {
  readonly lasted: Seconds;
  readonly isOver: boolean;
}

/**
 * From the start of the first failover, which shuts the Azure machine down, until the last failover, traffic switch,
 * probe and script was done, and who was asked whether it works had answered. Undefined before the first failover.
 */
export function outageOf(steps: readonly StepView[], now: Timestamp): Outage | undefined {
  const counted = steps.filter(keepsFromUse);
  const starts = counted.flatMap(({ plan, state }) =>
    plan.kind === 'failover' && state.startedAt !== undefined ? [Date.parse(state.startedAt)] : [],
  );
  if (starts.length === 0) return undefined;
  const isOver = counted.every(({ state }) => state.status === 'done');
  const ends = counted.map(({ state }) => Date.parse(isOver ? (state.endedAt ?? now) : now));
  return { lasted: (Math.max(...ends) - Math.min(...starts)) / 1000, isOver };
}

/** What the plan expects of the steps that are counted for an outage, one after the other; null where there is no failover. */
export function estimatedOutage(
  steps: readonly StepView[],
): { readonly low: Seconds; readonly likely: Seconds; readonly high: Seconds } | null {
  const counted = steps.filter(({ plan }) => untilUsable.includes(plan.kind));
  if (!counted.some(({ plan }) => plan.kind === 'failover')) return null;
  const sum = (of: 'low' | 'likely' | 'high') => counted.reduce((all, { plan }) => all + plan.estimate[of], 0);
  return { low: sum('low'), likely: sum('likely'), high: sum('high') };
}
