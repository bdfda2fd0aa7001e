/** The one stretch in which two lists differ: from `from` on, `came` things stand where `gone` stood. */
export interface Stretch {
  readonly from: number;
  readonly gone: number;
  readonly came: number;
}

const SAME: Stretch = { from: 0, gone: 0, came: 0 };

/** What a list was made from. It remembers one list and no more, or nothing would ever be released. */
const origins = new WeakMap<readonly unknown[], { readonly before: readonly unknown[]; readonly stretch: Stretch }>();

/**
 * The list with other things in one stretch. Whoever holds the list from before need not compare ten thousand things to
 * see what changed: `stretchBetween` knows.
 */
export function withStretch<T>(before: readonly T[], from: number, gone: number, came: readonly T[]): T[] {
  const after = spliced(before, from, gone, came);
  origins.delete(before);
  origins.set(after, { before, stretch: { from, gone, came: came.length } });
  return after;
}

/** With as many things as before, which is what typing does, the list is copied once and not in parts. */
function spliced<T>(before: readonly T[], from: number, gone: number, came: readonly T[]): T[] {
  if (gone !== came.length) return before.slice(0, from).concat(came, before.slice(from + gone));
  const after = before.slice();
  for (let index = 0; index < gone; index++) after[from + index] = came[index] as T;
  return after;
}

/** Where two lists differ: remembered where one was made from the other, and compared otherwise. */
export function stretchBetween(before: readonly unknown[], after: readonly unknown[]): Stretch {
  if (before === after) return SAME;
  const origin = origins.get(after);
  return origin?.before === before ? origin.stretch : compared(before, after);
}

function compared(before: readonly unknown[], after: readonly unknown[]): Stretch {
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before[from] === after[from]) from += 1;
  let same = 0;
  while (same < shorter - from && before[before.length - 1 - same] === after[after.length - 1 - same]) same += 1;
  return { from, gone: before.length - same - from, came: after.length - same - from };
}
