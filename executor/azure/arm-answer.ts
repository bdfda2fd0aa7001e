import { z } from 'zod';
import { FailbackError } from '../../core/failback-error.ts';

/** Longer than anything that Azure calls a name, an id or a sentence; what is longer is no fact but a fault. */
const LONGEST_TEXT = 64 * 1024;

/** What readers of plain ARM answers ask of a text. */
export const text = z.string().max(LONGEST_TEXT);

/** A text that may be missing; an empty one says as little as none. */
export const maybe = text.nullish().transform((value) => value || undefined);

/** A list that may be missing where it would be empty. Where an absence would pass for good news, ask for `z.array`. */
export const maybeList = <T extends z.ZodType>(entry: T) =>
  z
    .array(entry)
    .nullish()
    .transform((entries) => entries ?? []);

/**
 * Reads rows of an answer. One that cannot be read spoils them all: a list from which something silently fell out
 * would show as absent what is there.
 * @throws FailbackError `azure-answer-unreadable`, with the place
 */
export function readRows<T extends z.ZodType>(row: T, rows: unknown, what: string): z.output<T>[] {
  const parsed = z.array(row).safeParse(rows);
  if (parsed.success) return parsed.data;
  throw unreadable(what, parsed.error);
}

/** Entries as an inventory may keep them: of the schema's shape, and with no text of an absurd length in them. */
export function readEntries<T extends z.ZodType>(entry: T, entries: readonly unknown[], what: string): z.output<T>[] {
  const read = readRows(entry, entries, what);
  const long = read.find(hasAbsurdText);
  if (long === undefined) return read;
  throw unreadable(what, `a text of more than ${LONGEST_TEXT / 1024} KB`);
}

/**
 * What a reader makes of an answer whose shape nobody checked before.
 * @throws FailbackError `azure-answer-unreadable` where the reader stumbles over it
 */
export function made<T>(what: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw error instanceof FailbackError ? error : unreadable(what, (error as Error).message);
  }
}

export function hasAbsurdText(value: unknown): boolean {
  if (typeof value === 'string') return value.length > LONGEST_TEXT;
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(hasAbsurdText);
}

function unreadable(what: string, why: z.ZodError | string): FailbackError {
  return new FailbackError(
    'azure-answer-unreadable',
    `Azure's answer about ${what} cannot be read: ${typeof why === 'string' ? why : placeOf(why)}.`,
    'Capture again. If it stays, report it with the name of the part; meanwhile its rules are unknown.',
  );
}

function placeOf({ issues: [issue] }: z.ZodError): string {
  return issue === undefined ? 'it has another shape' : `${issue.path.join('.')}: ${issue.message}`;
}
