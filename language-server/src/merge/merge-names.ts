/** Three versions of a list whose order means nothing: what either took out is gone, what either put in is there. */
export function mergeNames(
  old: readonly string[],
  mine: readonly string[],
  other: readonly string[],
): readonly string[] {
  const has = (names: readonly string[], name: string) => names.some((one) => fold(one) === fold(name));
  const kept = mine.filter((name) => has(other, name) || !has(old, name));
  const added = other.filter((name) => !has(mine, name) && !has(old, name));
  return [...kept, ...added];
}

function fold(name: string): string {
  return name.toLowerCase();
}
