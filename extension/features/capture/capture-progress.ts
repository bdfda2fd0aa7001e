import * as z from 'zod';

/** What `failback capture --progress json` writes to standard error, a document a line. */
const line = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('progress'),
    what: z.string(),
    done: z.number().optional(),
    of: z.number().optional(),
  }),
  z.object({
    kind: z.literal('captured'),
    out: z.string(),
    sections: z.array(z.object({ section: z.string(), entries: z.number(), seenAt: z.string().optional() })),
    notCaptured: z.array(z.object({ what: z.string(), reason: z.string() })),
  }),
]);

export type CaptureLine = z.infer<typeof line>;
export type Captured = Extract<CaptureLine, { kind: 'captured' }>;

/** Undefined for a line that is none: what the command says to people, such as why it failed. */
export function readCaptureLine(text: string): CaptureLine | undefined {
  try {
    return line.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** A line that is a word to people. */
export function isForPeople(text: string): boolean {
  return text.trim() !== '' && readCaptureLine(text) === undefined;
}

/** `protected items, 120 of 4,000`. */
export function sayProgress({ what, done, of }: Extract<CaptureLine, { kind: 'progress' }>): string {
  if (done === undefined || of === undefined) return what;
  return `${what}, ${done.toLocaleString('en-US')} of ${of.toLocaleString('en-US')}`;
}
