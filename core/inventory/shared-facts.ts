import { type Entry, keyOf } from './entries.ts';
import type { Inventory } from './inventory.ts';

/**
 * A later look at the world, made of the pieces of an earlier one wherever both say the same. A preflight of ten thousand
 * machines then holds once what did not change, and whoever compares the two sees at a glance what is the same object.
 */
export function sharedFacts(before: Inventory | undefined, now: Inventory): Inventory {
  if (before === undefined) return now;
  const earlier = before as unknown as Readonly<Record<string, unknown>>;
  const shared = Object.entries(now).map(([name, value]) => [name, sharedSection(name, earlier[name], value)]);
  return Object.fromEntries(shared) as Inventory;
}

function sharedSection(section: string, before: unknown, now: unknown): unknown {
  if (!Array.isArray(before) || !Array.isArray(now)) return sharedWith(before, now);
  const old = new Map((before as readonly Entry[]).map((entry) => [keyOf(section, entry), entry]));
  return (now as readonly Entry[]).map((entry) => sharedWith(old.get(keyOf(section, entry)), entry));
}

/** Plain data as it is now; what is equal is the object that was there before. Texts are compared, and the earlier one is kept. */
function sharedWith(before: unknown, now: unknown): unknown {
  if (before === now) return before;
  if (typeof now !== 'object' || now === null || typeof before !== 'object' || before === null) return now;
  if (Array.isArray(now)) return Array.isArray(before) ? sharedList(before, now) : now;
  const old = before as Entry;
  const shared: Record<string, unknown> = { ...now };
  let isSame = Object.keys(old).length === Object.keys(shared).length;
  for (const name of Object.keys(shared)) {
    shared[name] = sharedWith(old[name], shared[name]);
    isSame &&= shared[name] === old[name];
  }
  return isSame ? before : shared;
}

function sharedList(before: readonly unknown[], now: readonly unknown[]): unknown {
  const shared = now.map((value, at) => sharedWith(before[at], value));
  return shared.length === before.length && shared.every((value, at) => value === before[at]) ? before : shared;
}
