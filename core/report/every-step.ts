import type { RunView, StepView } from '../run/view.ts';

/** All steps of a run, in the plan's order. */
export function everyStep(view: RunView): readonly StepView[] {
  const steps = new Map<string, StepView>();
  for (const wave of view.waves) {
    for (const step of [...wave.steps, ...wave.machines.flatMap((machine) => machine.steps)]) {
      steps.set(step.plan.id, step);
    }
  }
  for (const step of view.steps) steps.set(step.plan.id, step);
  return view.plan.steps.flatMap((planned) => steps.get(planned.id) ?? []);
}
