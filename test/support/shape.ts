/** What a JSON value is made of, as lines `path: type`; elements of lists are taken together. */
export type Shape = ReadonlyMap<string, ReadonlySet<string>>;

export function shapeOf(values: readonly unknown[]): Shape {
  const shape = new Map<string, Set<string>>();
  for (const value of values) collect(shape, '', value);
  return shape;
}

/**
 * How `ours` differs from `theirs`: keys that one has and the other lacks, and types that never occur there. A value
 * that is null, or a list that is empty, on either side says nothing of what would be in it.
 */
export function shapeDifferences(ours: Shape, theirs: Shape): readonly string[] {
  const differences: string[] = [];
  for (const [path, types] of theirs)
    if (!ours.has(path) && isKnown(ours, path)) differences.push(`lacks ${path}`);
    else if (ours.has(path)) differences.push(...otherTypes(path, ours.get(path) ?? new Set(), types));
  for (const path of ours.keys()) if (!theirs.has(path) && isKnown(theirs, path)) differences.push(`adds ${path}`);
  return differences.sort();
}

function otherTypes(path: string, ours: ReadonlySet<string>, theirs: ReadonlySet<string>): readonly string[] {
  const strange = [...ours].filter(
    (type) => type !== 'null' && !theirs.has(type) && [...theirs].some((one) => one !== 'null'),
  );
  return strange.map((type) => `${path} is ${type}, recorded as ${[...theirs].join(' or ')}`);
}

/** Whether the thing that would hold this path was seen there at all. */
function isKnown(shape: Shape, path: string): boolean {
  if (path.endsWith('[]')) return false;
  const parent = path.slice(0, path.lastIndexOf('.'));
  return parent === '' || (shape.get(parent)?.has('object') ?? false);
}

function collect(shape: Map<string, Set<string>>, path: string, value: unknown): void {
  const type = value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value;
  shape.set(path, (shape.get(path) ?? new Set()).add(type));
  if (Array.isArray(value)) for (const element of value) collect(shape, `${path}[]`, element);
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) collect(shape, `${path}.${key}`, inner);
}
