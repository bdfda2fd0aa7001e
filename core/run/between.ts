import type { PlanStep } from '../plan/plan.ts';
import type { PlanIndex } from './plan-index.ts';

/**
 * What a machine passes between two steps of its way: traffic, checks, holds and gates. Steps of other machines are not
 * gone through, so the rest of the wave, and waves that only come later, are not counted.
 */
export function stepsBetween(index: PlanIndex, from: PlanStep, to: PlanStep): readonly PlanStep[] {
  const after = reach(from, (step) => index.dependants.get(step.id) ?? []);
  const before = reach(to, (step) => (index.waitsFor.get(step.id) ?? []).flatMap((id) => index.steps.get(id) ?? []));
  return [...after].filter((step) => before.has(step));
}

function reach(start: PlanStep, neighbours: (step: PlanStep) => readonly PlanStep[]): ReadonlySet<PlanStep> {
  const reached = new Set<PlanStep>();
  const queue = [start];
  for (let step = queue.pop(); step !== undefined; step = queue.pop())
    for (const next of neighbours(step)) {
      if (reached.has(next) || (next.machine !== null && next.machine !== start.machine)) continue;
      reached.add(next);
      queue.push(next);
    }
  return reached;
}
