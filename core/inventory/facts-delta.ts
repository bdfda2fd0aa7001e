import { z } from 'zod';
import { type Entry, keyOf } from './entries.ts';
import { type Inventory, inventorySchema } from './inventory.ts';

/** So many entries of the earlier list from a place on, as they were, but seen at another moment. */
const again = z.tuple([z.number().int().nonnegative(), z.number().int().positive(), z.string().nullable()]);
const row = z.union([again, z.object({ entry: z.unknown() })]);
const section = z.union([z.object({ rows: z.array(row) }), z.object({ whole: z.unknown() })]);

export const factsDeltaSchema = z.object({
  schema: z.literal('failback/facts'),
  version: z.literal(1),
  capturedAt: z.string(),
  capturedBy: z.string(),
  sections: z.record(z.string(), section),
});

/** A later look at the world, told by what is otherwise than in an earlier one. Of a quiet estate little is left. */
export type FactsDelta = z.infer<typeof factsDeltaSchema>;
type Row = z.infer<typeof row>;

export function deltaOf(before: Inventory | undefined, after: Inventory): FactsDelta {
  const { schema: _, version: __, capturedAt, capturedBy, ...sections } = after;
  const earlier = (before ?? {}) as Readonly<Record<string, unknown>>;
  return {
    schema: 'failback/facts',
    version: 1,
    capturedAt,
    capturedBy,
    sections: Object.fromEntries(
      Object.entries(sections)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => {
          const old = earlier[name];
          return [
            name,
            Array.isArray(value) ? { rows: rowsOf(name, Array.isArray(old) ? old : [], value) } : { whole: value },
          ];
        }),
    ),
  };
}

/** The later look, whole again. @throws ZodError where the delta belongs to another inventory or is no delta */
export function applyDelta(before: Inventory | undefined, delta: FactsDelta): Inventory {
  const earlier = (before ?? {}) as Readonly<Record<string, unknown>>;
  const sections = Object.entries(delta.sections).map(([name, told]) => {
    if ('whole' in told) return [name, told.whole];
    const old = (Array.isArray(earlier[name]) ? earlier[name] : []) as readonly Entry[];
    return [name, told.rows.flatMap((one) => entriesOf(old, one))];
  });
  return inventorySchema.parse({
    schema: 'failback/inventory',
    version: 1,
    capturedAt: delta.capturedAt,
    capturedBy: delta.capturedBy,
    ...Object.fromEntries(sections),
  });
}

function entriesOf(old: readonly Entry[], one: Row): readonly unknown[] {
  if (!Array.isArray(one)) return [one.entry];
  const [from, count, seenAt] = one;
  return old.slice(from, from + count).map((entry) => (seenAt === null ? entry : { ...entry, seenAt }));
}

function rowsOf(section: string, old: readonly Entry[], entries: readonly Entry[]): Row[] {
  const places = Map.groupBy(old.keys(), (place) => keyOf(section, old[place] as Entry));
  const rows: Row[] = [];
  for (const entry of entries) {
    const place = places.get(keyOf(section, entry))?.find((one) => isSameApartFromTime(old[one], entry));
    if (place === undefined) {
      rows.push({ entry });
      continue;
    }
    const seenAt = momentOf(entry);
    // Seen at the same moment as before, or told without one.
    const moment = seenAt === momentOf(old[place]) ? null : (seenAt ?? null);
    const last = rows.at(-1);
    if (Array.isArray(last) && last[0] + last[1] === place && last[2] === moment) last[1] += 1;
    else rows.push([place, 1, moment]);
  }
  return rows;
}

/** Whether two entries say the same, whenever each was seen. What is not there and what is undefined are one. */
function isSameApartFromTime(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [left, right] = [one as Entry, other as Entry];
  const isTime = (name: string) => name === 'seenAt' && typeof (right[name] ?? left[name]) === 'string';
  return (
    Object.keys(left).every((name) => isTime(name) || isSameApartFromTime(left[name], right[name])) &&
    Object.keys(right).every((name) => name in left || isTime(name) || right[name] === undefined)
  );
}

function momentOf(entry: Entry | undefined): string | undefined {
  return typeof entry?.seenAt === 'string' ? entry.seenAt : undefined;
}
