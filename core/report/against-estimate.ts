import { WAY_HOME } from '../plan/way-home.ts';
import type { Seconds } from '../quantity.ts';
import { spellsOf } from '../run/spells.ts';
import type { StepView } from '../run/view.ts';

/** What steps of a kind took, beside what the plan expected of one of them. */
export interface EstimateReport {
  readonly kind: string;
  readonly steps: number;
  readonly low: Seconds;
  readonly likely: Seconds;
  readonly high: Seconds;
  /** Half of them took this or less. */
  readonly median: Seconds;
  readonly longest: Seconds;
  /** How many took longer than the plan thought possible. */
  readonly over: number;
}

/** Only what is done counts: what goes on still has no length. */
export function againstEstimate(steps: readonly StepView[]): readonly EstimateReport[] {
  return WAY_HOME.flatMap((kind) => {
    const done = steps.filter(
      ({ plan, state }) => plan.kind === kind && state.status === 'done' && tookOf(state) !== undefined,
    );
    if (done.length === 0) return [];
    const took = done.flatMap(({ state }) => tookOf(state) ?? []).sort((one, other) => one - other);
    const estimates = done.map(({ plan }) => plan.estimate);
    return [
      {
        kind,
        steps: done.length,
        low: Math.min(...estimates.map(({ low }) => low)),
        likely: middleOf(estimates.map(({ likely }) => likely).sort((one, other) => one - other)),
        high: Math.max(...estimates.map(({ high }) => high)),
        median: middleOf(took),
        longest: took.at(-1) ?? 0,
        over: done.filter(({ plan, state }) => (tookOf(state) ?? 0) > plan.estimate.high).length,
      },
    ];
  });
}

/** The last time it was done: an estimate is of one. */
function tookOf(state: StepView['state']): Seconds | undefined {
  const last = spellsOf(state).at(-1);
  return last?.to === undefined ? undefined : (Date.parse(last.to) - Date.parse(last.from)) / 1000;
}

function middleOf(sorted: readonly Seconds[]): Seconds {
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
