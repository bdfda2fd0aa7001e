import type { Plan } from '../plan/plan.ts';
import type { RunEvent } from './events.ts';
import { type LaterPlan, type LedgerState, NO_LATER_PLAN, RunLedger } from './ledger.ts';

/** The journal's meaning. */
export function reduce(plan: Plan, events: Iterable<RunEvent>, laterPlan: LaterPlan = NO_LATER_PLAN): LedgerState {
  const ledger = new RunLedger(plan, laterPlan);
  for (const event of events) ledger.apply(event);
  return ledger.state;
}
