import { createHash } from 'node:crypto';
import { z } from 'zod';
import { JOURNAL_VERSION, type RunEvent, runEventSchema, versionOf } from '../../core/run/events.ts';

/**
 * A line of the journal. Each carries the hash of the one before, so that a line which was changed, dropped or put in
 * later shows. It proves no author (whoever owns the folder can write the whole chain anew): it tells damage.
 */
const entrySchema = z.object({
  v: z.number().int(),
  seq: z.number().int().nonnegative(),
  prev: z.string(),
  hash: z.string(),
  event: z.unknown(),
});

export const CHAIN_START = 'start';

/** The line for an event, without its line feed, and its hash. */
export function chainLine(
  seq: number,
  prev: string,
  event: RunEvent,
): { readonly line: string; readonly hash: string } {
  const body = JSON.stringify(event);
  const hash = chainHash(seq, prev, body);
  return { hash, line: entryText(versionOf(event), seq, prev, hash, body) };
}

function entryText(version: number, seq: number, prev: string, hash: string, body: string): string {
  return `{"v":${version},"seq":${seq},"prev":"${prev}","hash":"${hash}","event":${body}}`;
}

/** The version and the exact text of a line that was read: what it would be, written anew. */
export function lineOf(line: string): { readonly version: number; readonly text: string } {
  const { v, seq, prev, hash, event } = entrySchema.parse(parsed(line));
  return { version: v, text: entryText(v, seq, prev, hash, JSON.stringify(event)) };
}

export type LineVerdict =
  | { readonly kind: 'event'; readonly event: RunEvent; readonly hash: string }
  | { readonly kind: 'newer'; readonly version: number }
  | { readonly kind: 'damaged'; readonly why: string };

/** Reads one line that must follow `prev`. */
export function readLine(line: string, seq: number, prev: string): LineVerdict {
  const entry = entrySchema.safeParse(parsed(line));
  if (!entry.success) return { kind: 'damaged', why: 'it is not an entry of a journal' };
  if (entry.data.v > JOURNAL_VERSION) return { kind: 'newer', version: entry.data.v };
  if (entry.data.seq !== seq) return { kind: 'damaged', why: `it is numbered ${entry.data.seq} instead of ${seq}` };
  if (entry.data.prev !== prev) return { kind: 'damaged', why: 'it does not follow the line before' };
  if (chainHash(seq, prev, JSON.stringify(entry.data.event)) !== entry.data.hash)
    return { kind: 'damaged', why: 'its hash does not match what it says' };
  const event = runEventSchema.safeParse(entry.data.event);
  if (!event.success) return { kind: 'damaged', why: 'its event has an unknown shape' };
  return { kind: 'event', event: event.data, hash: entry.data.hash };
}

function chainHash(seq: number, prev: string, body: string): string {
  return createHash('sha256').update(`${seq}\n${prev}\n${body}`).digest('base64url');
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
