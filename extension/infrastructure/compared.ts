import * as z from 'zod';
import { RISKS } from '../../core/review/change.ts';

const position = z.object({ line: z.int().nonnegative(), character: z.int().nonnegative() });
const range = z.object({ uri: z.string(), start: position, end: position });
const estimate = z.object({ low: z.number(), likely: z.number(), high: z.number(), source: z.string() });

const figures = z.object({
  hash: z.string(),
  machines: z.number(),
  waves: z.number(),
  total: estimate,
  bytes: z.object({ low: z.number(), high: z.number() }),
  costPerHour: z.object({ amount: z.number(), currency: z.string() }).nullable(),
  approvals: z.number(),
  irreversible: z.number(),
  blocking: z.number(),
  criticalPath: z.array(z.string()),
});

const change = z.object({
  risk: z.enum(RISKS),
  kind: z.enum(['whole', 'machine', 'way', 'gate', 'order', 'pace', 'group', 'finding', 'site']),
  subjects: z.array(z.string()),
  says: z.string(),
  // JSON leaves out what is undefined.
  means: z.string().optional(),
  at: range.optional(),
  inOldText: z.literal(true).optional(),
  elsewhere: z.array(range).optional(),
});

const head = { runbook: z.string(), file: z.string() };
const compared = z.discriminatedUnion('kind', [
  z.object({ ...head, kind: z.literal('same') }),
  z.object({
    ...head,
    kind: z.literal('compared'),
    review: z.object({ changes: z.array(change), before: figures, after: figures }),
  }),
  z.object({ ...head, kind: z.enum(['new', 'gone']), figures }),
  z.object({ ...head, kind: z.literal('broken'), message: z.string() }),
]);

/** What `failback diff --format json` says of one runbook. */
export type Compared = z.infer<typeof compared>;
export type ComparedChange = z.infer<typeof change>;

/** @throws where it is not what `failback diff --format json` writes */
export function readCompared(answer: unknown): readonly Compared[] {
  return z.array(compared).parse(answer);
}
