import type { ChangedFact } from '../inventory/changed-facts.ts';
import { armName } from '../inventory/world.ts';
import { readableBytes, readableList } from './readable.ts';

/** A fact in words: what it is called, and what it was and is. */
export interface ToldFact {
  /** `power state of the machine in Azure 'erp-db-01'`. */
  readonly fact: string;
  readonly before: string;
  readonly now: string;
}

export function tellChangedFact({ thing, field, before, now }: ChangedFact): ToldFact {
  if (field === undefined)
    return {
      fact: thing,
      before: before === undefined ? 'not there' : 'there',
      now: now === undefined ? 'not there' : 'there',
    };
  const leaf = firstDifference(before, now, [field]);
  const name = leaf.path.map(inWords).reverse().join(' of ');
  return { fact: `${name} of the ${thing}`, before: said(field, leaf.before), now: said(field, leaf.now) };
}

interface Leaf {
  readonly path: readonly string[];
  readonly before: unknown;
  readonly now: unknown;
}

/** Where the two part for the first time: of a large value only that is told. Lists of names are told whole. */
function firstDifference(before: unknown, now: unknown, path: readonly string[]): Leaf {
  if (!isObject(before) || !isObject(now)) return { path, before, now };
  const lists = Array.isArray(before) && Array.isArray(now);
  if (lists && ![...before, ...now].some(isObject)) return { path, before, now };
  const keyed = lists ? [byName(before), byName(now)] : [new Map(Object.entries(before)), new Map(Object.entries(now))];
  const [old = new Map(), fresh = new Map()] = keyed;
  const differing = [...new Set([...old.keys(), ...fresh.keys()])].filter(
    (key) => key !== 'seenAt' && JSON.stringify(old.get(key)) !== JSON.stringify(fresh.get(key)),
  );
  const [first] = differing;
  if (first === undefined) return { path, before, now };
  return firstDifference(old.get(first), fresh.get(first), [...path, lists ? `'${first}'` : first]);
}

function byName(list: readonly unknown[]): Map<string, unknown> {
  return new Map(
    list.map((entry, at) => {
      const { kind, name, code, id, label } = (isObject(entry) ? entry : {}) as Readonly<Record<string, unknown>>;
      return [String(kind ?? name ?? label ?? code ?? id ?? at), entry];
    }),
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** `replicationHealth` → `replication health`. */
function inWords(field: string): string {
  if (field.startsWith("'")) return field;
  return field
    .replace(/(Bytes|Ids?)$/, (unit) => (unit === 'Bytes' ? '' : ` ${unit.toLowerCase()}`))
    .replaceAll(/([a-z])([A-Z])/g, (_, low: string, up: string) => `${low} ${up.toLowerCase()}`)
    .toLowerCase();
}

function said(field: string, value: unknown): string {
  if (value === undefined || value === null) return 'not known';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return /bytes$/i.test(field) ? readableBytes(value) : String(value);
  if (typeof value === 'string') return `'${value.startsWith('/') ? armName(value) : value}'`;
  if (Array.isArray(value) && !value.some(isObject))
    return value.length === 0 ? 'none' : readableList(value.map((one) => `'${armName(String(one))}'`));
  return Array.isArray(value) ? `${value.length} of them` : 'there';
}
