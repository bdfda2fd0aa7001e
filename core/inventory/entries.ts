import type { Inventory } from './inventory.ts';

export type Section = Exclude<keyof Inventory, 'schema' | 'version' | 'capturedAt' | 'capturedBy' | 'notCaptured'>;

/** One thing of a section, as it was captured. */
export type Entry = Readonly<Record<string, unknown>>;

/** What was seen of a section by key; undefined where nobody looked. */
export function entriesOf(inventory: Inventory, section: Section): ReadonlyMap<string, Entry> | undefined {
  const seen = inventory[section];
  if (seen === undefined) return undefined;
  const list: readonly Entry[] = Array.isArray(seen) ? seen : [seen as Entry];
  return new Map(list.map((entry) => [keyOf(section, entry), entry]));
}

/** What the vault knows has an id, what the site shows a name on a server; a scope is its own id. */
export function keyOf(section: string, entry: Entry): string {
  if (section === 'vault') return '';
  const own = section === 'appliances' ? entry.name : (entry.id ?? entry.scope ?? entry.name);
  return `${entry.id === undefined ? (entry.vcenter ?? '') : ''}/${own}`.toLowerCase();
}
