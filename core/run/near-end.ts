import type { Plan } from '../plan/plan.ts';
import type { LedgerState } from './ledger.ts';
import { goesOnWithout, indexOf, type PlanIndex } from './plan-index.ts';

/**
 * Whether a copy comes to its end on which nothing but such copies is waited for. The machines of a wave end over many
 * hours, and what follows waits for the last of them: looking every minute for each of the others would bring nothing.
 * @param isNear whether this step is a copy that is through soon
 */
export function endIsAwaited(plan: Plan, state: LedgerState, isNear: (step: string) => boolean): boolean {
  const index = indexOf(plan);
  const asked = new Set<string>();
  let last = state.open.size > 0;
  for (const id of state.open) {
    if (!isNear(id)) {
      last = false;
      continue;
    }
    for (const dependant of index.dependants.get(id) ?? []) {
      if (asked.has(dependant.id)) continue;
      asked.add(dependant.id);
      if (waitsForThese(index, state, dependant.id, isNear)) return true;
    }
  }
  // Nothing follows, but the end of the run itself.
  return last;
}

function waitsForThese(index: PlanIndex, state: LedgerState, id: string, isNear: (step: string) => boolean): boolean {
  const step = index.steps.get(id);
  return (index.waitsFor.get(id) ?? []).every((before) => {
    const status = state.steps.get(before)?.status;
    if (status === 'done' || status === 'skipped' || isNear(before)) return true;
    const failed = index.steps.get(before);
    const bad = status === 'failed' || status === 'declined' || status === 'stopped';
    return bad && step !== undefined && failed !== undefined && goesOnWithout(index, failed, step);
  });
}
