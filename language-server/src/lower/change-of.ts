/** What became of a list: from `from` on, `came` stands where `gone` stood. What stayed is the same object. */
export interface Change<T> {
  readonly from: number;
  readonly gone: readonly T[];
  readonly came: readonly T[];
}

/** The one stretch in which two lists differ. */
export function changeOf<T>(before: readonly T[], after: readonly T[]): Change<T> {
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before[from] === after[from]) from++;
  let behind = 0;
  while (behind < shorter - from && before[before.length - 1 - behind] === after[after.length - 1 - behind]) behind++;
  return { from, gone: before.slice(from, before.length - behind), came: after.slice(from, after.length - behind) };
}
