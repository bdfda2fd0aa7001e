import type { Plan } from '../plan/plan.ts';
import type { Seconds } from '../quantity.ts';
import type { RunState } from './state.ts';
import { remainingOf } from './step-progress.ts';
import type { StepProgress } from './view.ts';

export interface TimeLeft {
  readonly low: Seconds;
  readonly likely: Seconds;
  readonly high: Seconds;
}

const NONE: TimeLeft = { low: 0, likely: 0, high: 0 };

/**
 * When each step will be over, counted from now along what it waits for. The plan lists steps after what they wait for,
 * so one pass suffices. Gates count with their estimates: how long people take is nobody's promise.
 */
export function timeLeftByStep(
  plan: Plan,
  state: RunState,
  figures: ReadonlyMap<string, StepProgress>,
  now: Date,
): ReadonlyMap<string, TimeLeft> {
  const ends = new Map<string, TimeLeft>();
  for (const step of plan.steps) {
    const at = state.steps.get(step.id);
    if (at === undefined) continue;
    let begins = NONE;
    for (const id of step.waitsFor) begins = later(begins, ends.get(id) ?? NONE);
    const own = remainingOf(step, at, figures.get(step.id), now);
    // A window opens at its moment, however early the rest is done.
    const end = step.kind === 'window' ? later(begins, own) : sum(begins, own);
    ends.set(step.id, own.high === 0 && at.endedAt !== undefined ? NONE : end);
  }
  return ends;
}

export function later(one: TimeLeft, other: TimeLeft): TimeLeft {
  return {
    low: Math.max(one.low, other.low),
    likely: Math.max(one.likely, other.likely),
    high: Math.max(one.high, other.high),
  };
}

function sum(one: TimeLeft, other: TimeLeft): TimeLeft {
  return { low: one.low + other.low, likely: one.likely + other.likely, high: one.high + other.high };
}
