import { z } from 'zod';
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

interface Entry {
  readonly seenAt?: string;
}

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
            Array.isArray(value) ? { rows: rowsOf(Array.isArray(old) ? old : [], value) } : { whole: value },
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

function rowsOf(old: readonly unknown[], entries: readonly unknown[]): Row[] {
  const places = new Map<string, number>();
  old.forEach((entry, place) => {
    const said = apartFromTime(entry);
    if (!places.has(said)) places.set(said, place);
  });
  const rows: Row[] = [];
  for (const entry of entries) {
    const place = places.get(apartFromTime(entry));
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

function apartFromTime(entry: unknown): string {
  return JSON.stringify(entry, (key, value) => (key === 'seenAt' && typeof value === 'string' ? undefined : value));
}

function momentOf(entry: unknown): string | undefined {
  return typeof entry === 'object' && entry !== null ? (entry as Entry).seenAt : undefined;
}
