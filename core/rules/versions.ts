/** The numbers of a version, `9.62.7096.1` or `9.62`; undefined when the text has none. */
export function versionIn(text: string): readonly number[] | undefined {
  const found = /\d+(?:[.-]\d+)*/.exec(text);
  return found === null ? undefined : found[0].split(/[.-]/).map(Number);
}

/** Negative when one is older. Only as many numbers count as both have: 9.62 is no older than 9.62.7096. */
export function compareVersions(one: string, other: string): number {
  const [left = [], right = []] = [versionIn(one), versionIn(other)];
  const length = Math.min(left.length, right.length);
  for (let place = 0; place < length; place += 1) {
    const difference = (left[place] ?? 0) - (right[place] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
