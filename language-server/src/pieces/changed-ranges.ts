/** A stretch of a text that was replaced, in offsets of the text as it was and as it is. Ends are exclusive. */
export interface ChangedRange {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
}

/** More stretches than these are told as one: keeping them apart would cost more than it saves. */
const MOST = 200;

/** The stretches that differ after one more edit, in the order of the text and apart from one another. */
export function withEdit(
  ranges: readonly ChangedRange[],
  start: number,
  end: number,
  insertedLength: number,
): readonly ChangedRange[] {
  const before = ranges.filter((range) => range.newEnd < start);
  const touched = ranges.filter((range) => range.newEnd >= start && range.newStart <= end);
  const after = ranges.slice(before.length + touched.length);
  const growth = insertedLength - (end - start);
  const last = touched.at(-1) ?? before.at(-1);
  const oldStart = start - shiftOf(before.at(-1));
  const oldEnd = end - shiftOf(last);
  const merged = {
    oldStart: Math.min(oldStart, touched[0]?.oldStart ?? oldStart),
    oldEnd: Math.max(oldEnd, touched.at(-1)?.oldEnd ?? oldEnd),
    newStart: Math.min(start, touched[0]?.newStart ?? start),
    newEnd: Math.max(end, touched.at(-1)?.newEnd ?? end) + growth,
  };
  const all = [...before, merged, ...after.map((range) => moved(range, growth))];
  return all.length > MOST ? [spanOf(all)] : all;
}

/** What differs between two texts, from the first to the last character that does. */
export function differenceOf(old: string, text: string): readonly ChangedRange[] {
  if (old === text) return [];
  const shorter = Math.min(old.length, text.length);
  let start = 0;
  while (start < shorter && old.charCodeAt(start) === text.charCodeAt(start)) start++;
  let same = 0;
  while (same < shorter - start && old.charCodeAt(old.length - 1 - same) === text.charCodeAt(text.length - 1 - same)) {
    same++;
  }
  return [{ oldStart: start, oldEnd: old.length - same, newStart: start, newEnd: text.length - same }];
}

/** How much further an offset behind the range stands in the new text. */
function shiftOf(range: ChangedRange | undefined): number {
  return range === undefined ? 0 : range.newEnd - range.oldEnd;
}

function moved(range: ChangedRange, by: number): ChangedRange {
  return { ...range, newStart: range.newStart + by, newEnd: range.newEnd + by };
}

function spanOf(ranges: readonly ChangedRange[]): ChangedRange {
  const [first, last] = [ranges[0], ranges.at(-1)];
  return {
    oldStart: first?.oldStart ?? 0,
    oldEnd: last?.oldEnd ?? 0,
    newStart: first?.newStart ?? 0,
    newEnd: last?.newEnd ?? 0,
  };
}
