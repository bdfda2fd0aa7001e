import { decisionOf } from '../plan/decisions.ts';
import type { Plan, PlanStep } from '../plan/plan.ts';
import { isGate } from './gates.ts';
import type { LedgerState } from './ledger.ts';
import { indexOf, type PlanIndex } from './plan-index.ts';
import { callsOf } from './step-calls.ts';

/**
 * Steps that go back to their beginning when a run goes on by another plan. An approval speaks for the plan it was given
 * on, so each that guards a call still to be made is asked anew, and the facts before that call are checked anew. What
 * failed and is decided otherwise now has not been tried yet. What failed and is not decided otherwise stays failed: a
 * person takes it up again, or leaves it out.
 */
export function askedAgain(before: Plan, state: LedgerState, plan: Plan): readonly string[] {
  const index = indexOf(plan);
  return plan.steps.filter((step) => goesBack(before, state, index, step)).map(({ id }) => id);
}

function goesBack(before: Plan, state: LedgerState, index: PlanIndex, step: PlanStep): boolean {
  const at = state.steps.get(step.id);
  if (at === undefined) return false;
  switch (at.status) {
    case 'failed':
    case 'declined':
      return step.kind === 'preflight' || decidedOtherwise(before, step);
    case 'waiting':
      return isGate(step);
    case 'done':
      if (step.kind === 'approve' || step.kind === 'preflight') return guardsSomething(state, index, step);
      return isGate(step) && decidedOtherwise(before, step) && guardsSomething(state, index, step);
    default:
      return false;
  }
}

function decidedOtherwise(before: Plan, step: PlanStep): boolean {
  const known = indexOf(before).steps.get(step.id);
  return known === undefined || JSON.stringify(decisionOf(known)) !== JSON.stringify(decisionOf(step));
}

/** Whether a call that is still to be made waits for it, through steps of whole waves alone: those behind machines have guards of their own. */
function guardsSomething(state: LedgerState, index: PlanIndex, guard: PlanStep): boolean {
  const reached = new Set([guard]);
  for (const step of reached)
    for (const next of index.dependants.get(step.id) ?? []) {
      if (next.machine === null) reached.add(next);
      if (callsOf(next).length > 0 && isToCome(state, next.id)) return true;
    }
  return false;
}

function isToCome(state: LedgerState, id: string): boolean {
  const status = state.steps.get(id)?.status ?? 'pending';
  return status === 'pending' || status === 'stopped' || status === 'failed' || status === 'declined';
}
