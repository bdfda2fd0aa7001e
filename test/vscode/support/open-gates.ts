import { openGates } from '../../../extension/infrastructure/gate.ts';
import type { RunsWatch } from '../../../extension/infrastructure/runs-watch.ts';

export interface OpenStep {
  readonly step: string;
  readonly title: string;
  readonly answers: number;
}

/** The gates of a run that wait now; undefined when none does. */
export function openGatesOf(watch: RunsWatch, run: string): readonly OpenStep[] | undefined {
  const view = watch.run(run)?.view;
  if (view === undefined) return undefined;
  const gates = openGates(view).map(({ plan, state }) => ({
    step: plan.id,
    title: plan.title,
    answers: state.answers.length,
  }));
  return gates.length === 0 ? undefined : gates;
}
