import type { Plan } from '../plan/plan.ts';
import { indexOf } from '../run/plan-index.ts';
import type { StepState } from '../run/state.ts';

/**
 * The steps that decided over the length of a run that is over: from the one that ended last back along whatever each
 * waited for longest. What a plan expects to be its critical path need not be the one that is taken.
 */
export function pathTaken(plan: Plan, states: ReadonlyMap<string, StepState>): readonly string[] {
  const { waitsFor } = indexOf(plan);
  const path: string[] = [];
  let step = lastOf(
    plan.steps.map(({ id }) => id),
    states,
  );
  while (step !== undefined) {
    path.unshift(step);
    step = lastOf(waitsFor.get(step) ?? [], states);
  }
  return path;
}

function lastOf(ids: readonly string[], states: ReadonlyMap<string, StepState>): string | undefined {
  let last: string | undefined;
  let at = '';
  for (const id of ids) {
    const { endedAt = '' } = states.get(id) ?? {};
    if (endedAt <= at) continue;
    at = endedAt;
    last = id;
  }
  return last;
}
