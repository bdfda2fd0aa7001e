import { stretchBetween, withStretch } from '../../../core/stretch.ts';
import type { Exchange } from './value-changes.ts';

/** A list with some things in the place of others; undefined where nothing tells their place. */
export function exchanged(list: readonly unknown[], exchanges: readonly Exchange[]): readonly unknown[] | undefined {
  let after = list;
  for (const { gone, came } of exchanges) {
    const at = gone.length === 0 ? -1 : after.indexOf(gone[0]);
    if (at < 0 || !standsAt(after, at, gone)) return undefined;
    const stretch = stretchBetween(gone, came);
    const { from } = stretch;
    if (stretch.gone + stretch.came > 0)
      after = withStretch(after, at + from, stretch.gone, came.slice(from, from + stretch.came));
  }
  return after;
}

function standsAt(list: readonly unknown[], at: number, part: readonly unknown[]): boolean {
  for (let index = 0; index < part.length; index++) if (list[at + index] !== part[index]) return false;
  return true;
}
