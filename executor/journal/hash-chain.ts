import { hash as digestOf } from 'node:crypto';
import { z } from 'zod';
import { JOURNAL_VERSION, type RunEvent, versionOf } from '../../core/run/events.ts';
import { readEvent } from '../../core/run/read-event.ts';

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
  return `{"v":${version}${afterVersion(seq, prev)}${hash}","event":${body}}`;
}

const afterVersion = (seq: number, prev: string) => `,"seq":${seq},"prev":"${prev}","hash":"`;

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
  return readAsWritten(line, seq, prev) ?? readAnyLine(line, seq, prev);
}

/**
 * A line that is, letter by letter, what this failback writes, which nearly all are: its hash is taken over the text as it
 * stands, so nothing is written anew to compare it. Undefined for every other line.
 */
function readAsWritten(line: string, seq: number, prev: string): LineVerdict | undefined {
  const version = line.charCodeAt(BEFORE_VERSION.length) - 48;
  const head = afterVersion(seq, prev);
  const hashAt = BEFORE_VERSION.length + 1 + head.length;
  const bodyAt = hashAt + HASH_LENGTH + BEFORE_BODY.length;
  if (!(version >= 1 && version <= Math.min(JOURNAL_VERSION, 9))) return undefined;
  if (!line.startsWith(BEFORE_VERSION) || !line.startsWith(head, BEFORE_VERSION.length + 1)) return undefined;
  if (!line.startsWith(BEFORE_BODY, hashAt + HASH_LENGTH) || !line.endsWith('}')) return undefined;
  const hash = line.slice(hashAt, hashAt + HASH_LENGTH);
  const body = line.slice(bodyAt, -1);
  if (chainHash(seq, prev, body) !== hash) return undefined;
  const event = readEvent(parsed(body));
  return event === undefined ? undefined : { kind: 'event', event, hash };
}

const BEFORE_VERSION = '{"v":';
const BEFORE_BODY = '","event":';
/** SHA-256 in base64url. */
const HASH_LENGTH = 43;

/** Reads a line however it is laid out, and says what is wrong with it. */
function readAnyLine(line: string, seq: number, prev: string): LineVerdict {
  const entry = entrySchema.safeParse(parsed(line));
  if (!entry.success) return { kind: 'damaged', why: 'it is not an entry of a journal' };
  if (entry.data.v > JOURNAL_VERSION) return { kind: 'newer', version: entry.data.v };
  if (entry.data.seq !== seq) return { kind: 'damaged', why: `it is numbered ${entry.data.seq} instead of ${seq}` };
  if (entry.data.prev !== prev) return { kind: 'damaged', why: 'it does not follow the line before' };
  if (chainHash(seq, prev, JSON.stringify(entry.data.event)) !== entry.data.hash)
    return { kind: 'damaged', why: 'its hash does not match what it says' };
  const event = readEvent(entry.data.event);
  if (event === undefined) return { kind: 'damaged', why: 'its event has an unknown shape' };
  return { kind: 'event', event, hash: entry.data.hash };
}

function chainHash(seq: number, prev: string, body: string): string {
  return digestOf('sha256', `${seq}\n${prev}\n${body}`, 'base64url');
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
