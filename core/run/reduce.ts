import type { Plan } from '../plan/plan.ts';
import type { RunEvent } from './events.ts';
import { type LedgerState, RunLedger } from './ledger.ts';

/** The journal's meaning. */
export function reduce(plan: Plan, events: Iterable<RunEvent>): LedgerState {
  const ledger = new RunLedger(plan);
  for (const event of events) ledger.apply(event);
  return ledger.state;
}
