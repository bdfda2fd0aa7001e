import { readableList } from '../plan/readable.ts';
import type { MovedFact } from '../run/state.ts';

/** One sentence of a fact that stopped a run: what it is called, what it was and is, and what rests on it. */
export function sayMovedFact({ fact, before, now, steps, more }: MovedFact): string {
  return `The ${fact} was ${before} and is ${now} now${sayRest(steps, more)}.`;
}

function sayRest(steps: readonly string[], more: number): string {
  if (steps.length === 0) return '';
  const shown = steps.slice(0, 4);
  const hidden = more + steps.length - shown.length;
  const names = hidden === 0 ? readableList(shown) : `${readableList(shown)} and ${hidden} more`;
  return `; ${names} ${steps.length + more === 1 ? 'rests' : 'rest'} on it`;
}
