import type { Plan, PlanStep } from '../plan/plan.ts';
import { hours, type Seconds } from '../quantity.ts';
import type { LedgerState } from './ledger.ts';
import { indexOf } from './plan-index.ts';

/**
 * Time for which a preflight vouches: the shortest time to live of the facts that are looked at again before a call (whether
 * a machine runs, its agent is registered, its appliance is well). A test compares it with the rules.
 */
export const FACTS_VOUCH_FOR: Seconds = hours(1);

/** Calls after which there is no way back, or only one that loses data. */
const FINAL: readonly PlanStep['kind'][] = ['reprotect', 'failover', 'commit'];

/**
 * The preflight that has to be made anew before this step: its wave's last one was so long ago that its facts are no facts
 * any more, for approvals, windows and replication may take weeks. Undefined where it is fresh, and where none was planned.
 */
export function preflightGrownOld(plan: Plan, state: LedgerState, step: PlanStep, now: Date): string | undefined {
  if (!FINAL.includes(step.kind) || step.wave === null) return undefined;
  const { preflights, order } = indexOf(plan);
  const place = order.get(step.id) ?? 0;
  const last = (preflights.get(step.wave) ?? []).findLast(
    ({ id }) => (order.get(id) ?? 0) < place && state.steps.get(id)?.status === 'done',
  );
  if (last === undefined) return undefined;
  const at = state.checkedAt.get(last.id) ?? state.steps.get(last.id)?.endedAt ?? '';
  return now.getTime() - Date.parse(at) <= FACTS_VOUCH_FOR * 1000 ? undefined : last.id;
}
