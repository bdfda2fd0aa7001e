import { z } from 'zod';
import { dataWithoutSecrets } from '../without-secrets.ts';
import { type Inventory, inventorySchema } from './inventory.ts';

/**
 * An inventory as text, so that its diff in a pull request shows what changed in the world and nothing else: keys in the
 * schema's order, lists sorted, and the moment at which a section was seen written once for the section, at the top.
 * Two captures of an unchanged world differ in those lines alone. `parseInventory` reads it back. What the service quotes
 * in its own messages may hold secrets, which are withheld.
 */
export function writeInventory(inventory: Inventory): string {
  const { schema, version, capturedAt, capturedBy, ...sections } = inOrder(
    inventorySchema,
    dataWithoutSecrets(inventory),
    '',
  ) as Inventory;
  const seenAt: Record<string, string> = {};
  const bare = Object.fromEntries(
    Object.entries(sections).map(([name, section]) => {
      const moment = commonMoment(section);
      if (moment === undefined) return [name, section];
      seenAt[name] = moment;
      return [name, withoutMoment(section, moment)];
    }),
  );
  return `${JSON.stringify({ schema, version, capturedBy, capturedAt, seenAt, ...bare }, undefined, 2)}\n`;
}

interface Entry {
  readonly seenAt?: string;
}

/** The moment that most entries of a section share; of several the earliest. */
function commonMoment(section: unknown): string | undefined {
  const moments = new Map<string, number>();
  for (const { seenAt } of entriesOf(section))
    if (seenAt !== undefined) moments.set(seenAt, (moments.get(seenAt) ?? 0) + 1);
  const [first] = [...moments].toSorted(([one, many], [other, more]) => more - many || compare(one, other));
  return first?.[0];
}

function withoutMoment(section: unknown, moment: string): unknown {
  const bare = (entry: Entry) => {
    const { seenAt, ...rest } = entry;
    return seenAt === moment ? rest : entry;
  };
  return Array.isArray(section) ? section.map(bare) : bare(section as Entry);
}

function entriesOf(section: unknown): readonly Entry[] {
  if (Array.isArray(section)) return section;
  return typeof section === 'object' && section !== null ? [section] : [];
}

/**
 * Lists whose order says something: the first datastore of a machine holds its configuration, the first interface is the
 * primary one, and recovery points follow time.
 */
const ordered = new Set([
  'items.discovered.datastores',
  'items.discovered.ipAddresses',
  'siteMachines.datastores',
  'siteMachines.relocations',
  'azureVms.networkInterfaceIds',
  'azureVms.interfaces',
  'azureVms.interfaces.privateAddresses',
  'rights.permissions',
]);

/** The value with the keys of each object as the schema has them, and every list sorted whose order says nothing. */
function inOrder(schema: z.ZodType, value: unknown, place: string): unknown {
  const shape = unwrapped(schema);
  if (Array.isArray(value)) {
    const element = shape instanceof z.ZodArray ? (shape.element as z.ZodType) : z.unknown();
    const entries = value.map((entry) => inOrder(element, entry, place));
    return ordered.has(place) ? entries : entries.toSorted((one, other) => compare(keyOf(one), keyOf(other)));
  }
  if (typeof value !== 'object' || value === null) return value;
  const known = shape instanceof z.ZodObject ? (shape.shape as Record<string, z.ZodType>) : {};
  const keys = [
    ...Object.keys(known).filter((key) => key in value),
    ...Object.keys(value)
      .filter((key) => !(key in known))
      .toSorted(compare),
  ];
  return Object.fromEntries(
    keys.map((key) => {
      const within = place === '' ? key : `${place}.${key}`;
      return [key, inOrder(known[key] ?? z.unknown(), (value as Record<string, unknown>)[key], within)];
    }),
  );
}

function unwrapped(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable
    ? unwrapped(schema.unwrap() as z.ZodType)
    : schema;
}

/** What an entry is sorted by: its name, and where that is shared or missing, all it says. Ids are not compared by case. */
function keyOf(entry: unknown): string {
  if (typeof entry !== 'object' || entry === null) return String(entry);
  const { seenAt: _, ...rest } = entry as Record<string, unknown>;
  const named = ['friendlyName', 'name', 'time', 'lun', 'label', 'code', 'what', 'id', 'scope', 'policyId'].flatMap(
    (key) =>
      rest[key] === undefined
        ? []
        : String(rest[key])
            .padStart(key === 'lun' ? 6 : 0, '0')
            .toLowerCase(),
  );
  return `${named.join('\u0000')}\u0001${JSON.stringify(rest)}`;
}

/** By code units, whatever language the machine speaks. */
function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
