import type { PlanStep } from '../plan/plan.ts';
import type { Seconds } from '../quantity.ts';
import type { StepState } from './state.ts';
import type { StepProgress } from './view.ts';

/** How far a step is, 0 to 1: by its figures where it has some, else by the time it took and was expected to take. */
export function fractionOf(step: PlanStep, state: StepState, figure: StepProgress | undefined, now: Date): number {
  if (isOver(state)) return state.status === 'done' || state.status === 'skipped' ? 1 : 0;
  if (state.startedAt === undefined) return 0;
  if (figure !== undefined) return clamp(figure.fraction);
  return clamp(elapsed(state, now) / expected(step), 0.95);
}

/** What it shows of itself. */
export function noteOf(step: PlanStep, state: StepState, figure: StepProgress | undefined): string {
  if (state.failure !== undefined) return state.failure.message;
  if (isOver(state) || state.status === 'asking' || state.status === 'looking') return state.note ?? '';
  if (figure !== undefined && state.startedAt !== undefined) return figure.note;
  if (step.kind === 'window' && state.status === 'waiting') return `Opens at ${step.opens}`;
  return state.note ?? '';
}

/** What is left of a step; each of low, likely and high by its own estimate. */
export function remainingOf(
  step: PlanStep,
  state: StepState,
  figure: StepProgress | undefined,
  now: Date,
): { readonly low: Seconds; readonly likely: Seconds; readonly high: Seconds } {
  if (isOver(state)) return { low: 0, likely: 0, high: 0 };
  if (step.kind === 'window') return all(Math.max(0, (Date.parse(step.opens) - now.getTime()) / 1000));
  if (step.kind === 'hold')
    return all(state.startedAt === undefined ? step.for : Math.max(0, step.for - elapsed(state, now)));
  const { low, likely, high } = step.estimate;
  if (state.startedAt === undefined) return { low, likely, high };
  const took = elapsed(state, now);
  if (figure?.left !== undefined) return since(figure.left, (now.getTime() - Date.parse(figure.at)) / 1000);
  // Once a twentieth is done, its own pace tells more than any estimate.
  if (figure !== undefined && figure.fraction > 0.05 && took > 0) {
    const left = (took * (1 - clamp(figure.fraction))) / figure.fraction;
    return { low: left * 0.8, likely: left, high: left * 1.3 };
  }
  const left = (whole: Seconds) => Math.max(whole * 0.05, whole - took);
  return { low: left(low), likely: left(likely), high: left(high) };
}

/** What is still left of it so much later: never less than nothing, and in that order. */
function since(left: NonNullable<StepProgress['left']>, passed: Seconds) {
  const rest = (seconds: Seconds) => Math.max(0, seconds - Math.max(0, passed));
  return { low: rest(left.low), likely: rest(left.likely), high: rest(left.high) };
}

/** Whether the step will not move any more unless a person does something. */
export function isOver({ status }: StepState): boolean {
  return ['done', 'failed', 'declined', 'skipped', 'stopped'].includes(status);
}

function elapsed(state: StepState, now: Date): Seconds {
  return state.startedAt === undefined ? 0 : Math.max(0, (now.getTime() - Date.parse(state.startedAt)) / 1000);
}

function expected(step: PlanStep): Seconds {
  return Math.max(1, step.kind === 'hold' ? step.for : step.estimate.likely);
}

function clamp(fraction: number, most = 1): number {
  return Math.min(most, Math.max(0, fraction));
}

function all(seconds: Seconds) {
  return { low: seconds, likely: seconds, high: seconds };
}
