/**
 * A lowered runbook as text, one line a value, for snapshots. References are shown as `→ name`, places are left out,
 * and what was not written is left out too.
 */
export function printRunbook(runbook: object | undefined): string {
  return runbook === undefined ? 'no runbook\n' : `${linesOf(runbook, 0).join('\n')}\n`;
}

function linesOf(value: object, depth: number): string[] {
  return Object.entries(value).flatMap(([key, part]) => {
    if (key === 'at' || key === 'block' || part === undefined || (Array.isArray(part) && part.length === 0)) return [];
    const indent = '  '.repeat(depth);
    const bare = withoutPlace(part);
    if (Array.isArray(bare)) {
      const items = bare.map((item) => withoutPlace(item, depth === 0));
      if (items.every((item) => typeof item !== 'object' || isReference(item))) {
        return [`${indent}${key}: ${items.map(shown).join(', ')}`];
      }
      return items.flatMap((item) => [`${indent}${key.replace(/s$/, '')}`, ...linesOf(item as object, depth + 1)]);
    }
    if (typeof bare !== 'object' || isReference(bare)) return [`${indent}${key}: ${shown(bare)}`];
    return [`${indent}${key}`, ...linesOf(bare as object, depth + 1)];
  });
}

/** What is located somewhere is a value or, if it has a name of its own, a reference. */
class Reference {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

function withoutPlace(part: unknown, topLevel = false): unknown {
  if (typeof part !== 'object' || part === null) return part;
  if ('block' in part && 'source' in part && 'nics' in part && !topLevel)
    return new Reference(String((part as { name?: unknown }).name));
  if ('value' in part && 'at' in part && !('key' in part)) {
    const { value } = part;
    return typeof value === 'object' && value !== null && 'name' in value ? new Reference(String(value.name)) : value;
  }
  return part;
}

function isReference(part: unknown): part is Reference {
  return part instanceof Reference;
}

function shown(part: unknown): string {
  if (isReference(part)) return `→ ${part.name}`;
  return typeof part === 'string' ? JSON.stringify(part) : String(part);
}
