/** Keys whose moments move with each look, and say nothing else. */
const MOVING = new Set(['capturedAt', 'seenAt', 'lastHeartbeat']);

/**
 * An inventory as it was, with the moments of a later one where nothing else moved: what differs from the later one is news.
 * One that was written by hand, or that nobody can read, is left as it is. Pure.
 */
export function withTimesOf(before: string, after: string): string {
  try {
    const was: unknown = JSON.parse(before);
    if (print(was) !== before) return before;
    return print(takeOver(was, JSON.parse(after), false));
  } catch {
    return before;
  }
}

type Entry = Readonly<Record<string, unknown>>;

function takeOver(was: unknown, now: unknown, moving: boolean): unknown {
  if (moving && typeof was === 'string' && typeof now === 'string') return now;
  if (Array.isArray(was) && Array.isArray(now))
    return was.map((entry, at) => takeOver(entry, partner(entry, at, now), moving));
  if (!isEntry(was) || !isEntry(now)) return was;
  return Object.fromEntries(
    Object.entries(was).map(([key, value]) => [key, takeOver(value, now[key], moving || MOVING.has(key))]),
  );
}

/** The entry of the later list that is about the same thing. */
function partner(entry: unknown, at: number, now: readonly unknown[]): unknown {
  const name = nameOf(entry);
  return name === undefined ? now[at] : now.find((other) => nameOf(other) === name);
}

function nameOf(entry: unknown): unknown {
  return isEntry(entry) ? (entry.id ?? entry.name) : undefined;
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function print(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
