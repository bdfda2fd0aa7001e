import type { GroupPart } from './group-part.ts';

/**
 * Reads parts in their order. Those that stood there before with the same text are the same: taken from the front, from
 * the back, then what is left. A part that wants more is read together with the next one; what that gives follows from
 * the text alone.
 */
export function partsFrom(
  sources: readonly string[],
  before: readonly GroupPart[],
  read: (source: string) => GroupPart | undefined,
): readonly GroupPart[] | undefined {
  let front = 0;
  while (front < sources.length && isSame(before[front], sources[front])) front++;
  let back = 0;
  while (
    back < Math.min(sources.length, before.length) - front &&
    isSame(before[before.length - 1 - back], sources[sources.length - 1 - back])
  ) {
    back++;
  }
  const left = new PartPool(before.slice(front, before.length - back));
  const made: GroupPart[] = [];
  for (let index = front; index < sources.length - back; index++) {
    let source = sources[index] ?? '';
    let part = left.take(source) ?? read(source);
    while (part?.wantsMore === true && index + 1 < sources.length) {
      index++;
      if (index >= sources.length - back) back--;
      source += sources[index];
      part = left.take(source) ?? read(source);
    }
    if (part === undefined) return undefined;
    made.push(part);
  }
  const behind = back === 0 ? [] : before.slice(-back);
  return [...before.slice(0, front), ...made, ...behind];
}

/** Parts that are left of groups that are read again, by their text. Each is given out once. */
export class PartPool {
  readonly #left: ReadonlyMap<string, GroupPart[]>;

  constructor(parts: readonly GroupPart[]) {
    this.#left = Map.groupBy(parts, ({ source }) => source);
  }

  take(source: string): GroupPart | undefined {
    return this.#left.get(source)?.shift();
  }
}

/** What wants more is read again, for there may be more now. */
function isSame(part: GroupPart | undefined, source: string | undefined): boolean {
  return part !== undefined && part.source === source && !part.wantsMore;
}
