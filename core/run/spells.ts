import type { Timestamp } from '../quantity.ts';
import type { StepState } from './state.ts';

/** A stretch of time in which a step was under way; one without an end still is. */
export interface Spell {
  readonly from: Timestamp;
  readonly to: Timestamp | undefined;
}

type Timed = Pick<StepState, 'startedAt' | 'endedAt' | 'earlier' | 'since'>;

/**
 * When a step was under way: one that failed and was taken up again, a check of facts that is made anew, and a failover that
 * was taken back have several spells, and what lies between them is nobody's work.
 */
export function spellsOf(state: Timed): readonly Spell[] {
  const { endedAt, earlier = [] } = state;
  const from = begunLast(state);
  return from === undefined ? earlier : [...earlier, { from, to: endedAt }];
}

/** The spell that is over becomes one of the earlier ones; the next begins at `since`, or when the step starts. */
export function afterSpell(state: Timed, since: Timestamp | undefined): Pick<StepState, 'earlier' | 'since'> {
  const { endedAt, earlier = [] } = state;
  const from = begunLast(state);
  if (from === undefined || endedAt === undefined) return since === undefined ? {} : { since };
  return { earlier: [...earlier, { from, to: endedAt }], since };
}

/** When the spell that is under way, or was the last, began; undefined before the first and between two of them. */
export function begunLast({ startedAt, earlier, since }: Timed): Timestamp | undefined {
  return since ?? (earlier === undefined ? startedAt : undefined);
}
