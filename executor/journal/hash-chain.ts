import { hash as digestOf } from 'node:crypto';
import { z } from 'zod';
import { JOURNAL_VERSION, type RunEvent, versionOf } from '../../core/run/events.ts';
import { readEvent } from '../../core/run/read-event.ts';

/**
 * A line of the journal: what happened at one moment. Its hash is taken over the hash of the line before as well, so that a
 * line which was changed, dropped or put in later shows; to write that one down again would say nothing more. It proves no
 * author (whoever owns the folder can write the whole chain anew): it tells damage.
 */
const momentSchema = z.object({
  v: z.number().int(),
  seq: z.number().int().nonnegative(),
  hash: z.string(),
  at: z.string(),
  events: z.array(z.record(z.string(), z.unknown())).min(1),
});

/** A line up to version 3: one event, and the hash of the line before beside its own. */
const entrySchema = z.object({
  v: z.number().int(),
  seq: z.number().int().nonnegative(),
  prev: z.string(),
  hash: z.string(),
  event: z.unknown(),
});

export const CHAIN_START = 'start';

/** The first version whose lines are moments. */
const MOMENTS = 4;
/** Events of a line at most: what is cut off or damaged with it stays small. */
const MOST_EVENTS = 100;

/** Events that stand on a line together: of one moment each. */
export function lineFuls(events: readonly RunEvent[]): readonly (readonly [RunEvent, ...RunEvent[]])[] {
  const lines: [RunEvent, ...RunEvent[]][] = [];
  for (const event of events) {
    const last = lines.at(-1);
    if (last !== undefined && last[0].at === event.at && last.length < MOST_EVENTS) last.push(event);
    else lines.push([event]);
  }
  return lines;
}

/** The line for the events of one moment, without its line feed, and its hash. */
export function chainLine(
  seq: number,
  prev: string,
  ...events: readonly [RunEvent, ...RunEvent[]]
): { readonly line: string; readonly hash: string } {
  const body = bodyText(
    events[0].at,
    events.map(({ at: _, ...event }) => event),
  );
  const hash = chainHash(seq, prev, body);
  return { hash, line: `${momentHead(seq)}${hash}",${body}}` };
}

function bodyText(at: string, events: readonly object[]): string {
  return `"at":${JSON.stringify(at)},"events":${JSON.stringify(events)}`;
}

const momentHead = (seq: number) => `{"v":${JOURNAL_VERSION},"seq":${seq},"hash":"`;
const afterVersion = (seq: number, prev: string) => `,"seq":${seq},"prev":"${prev}","hash":"`;

/** Whether a line that was read is, byte for byte, what failback wrote for its events. */
export function isAsWritten(line: string, events: readonly RunEvent[]): boolean {
  const data = parsed(line);
  const moment = momentSchema.safeParse(data).data;
  if (moment !== undefined) {
    const { v, seq, hash, at, events: bare } = moment;
    return v >= MOMENTS && line === `{"v":${v},"seq":${seq},"hash":"${hash}",${bodyText(at, bare)}}`;
  }
  const { v, seq, prev, hash, event } = entrySchema.parse(data);
  const [only] = events;
  if (only === undefined || v !== versionOf(only)) return false;
  return line === `{"v":${v}${afterVersion(seq, prev)}${hash}","event":${JSON.stringify(event)}}`;
}

export type LineVerdict =
  | { readonly kind: 'events'; readonly events: readonly RunEvent[]; readonly hash: string }
  | { readonly kind: 'newer'; readonly version: number }
  | { readonly kind: 'damaged'; readonly why: string };

/** Reads one line that must follow `prev`. */
export function readLine(line: string, seq: number, prev: string): LineVerdict {
  return readMoment(line, seq, prev) ?? readOlder(line, seq, prev) ?? readAnyLine(line, seq, prev);
}

/**
 * A line that is, letter by letter, what this failback writes, which nearly all are: its hash is taken over the text as it
 * stands, so nothing is written anew to compare it. Undefined for every other line.
 */
function readMoment(line: string, seq: number, prev: string): LineVerdict | undefined {
  const head = momentHead(seq);
  const bodyAt = head.length + HASH_LENGTH + 2;
  if (!line.startsWith(head) || !line.endsWith('}') || !line.startsWith('",', bodyAt - 2)) return undefined;
  const hash = line.slice(head.length, head.length + HASH_LENGTH);
  if (chainHash(seq, prev, line.slice(bodyAt, -1)) !== hash) return undefined;
  const moment = parsed(line) as { readonly at?: unknown; readonly events?: unknown } | undefined;
  if (!Array.isArray(moment?.events) || moment.events.length === 0) return undefined;
  const events = eventsOf(moment.at, moment.events);
  return events === undefined ? undefined : { kind: 'events', events, hash };
}

/** The same for a line of one event. */
function readOlder(line: string, seq: number, prev: string): LineVerdict | undefined {
  const version = line.charCodeAt(BEFORE_VERSION.length) - 48;
  const head = afterVersion(seq, prev);
  const hashAt = BEFORE_VERSION.length + 1 + head.length;
  const bodyAt = hashAt + HASH_LENGTH + BEFORE_BODY.length;
  if (!(version >= 1 && version < MOMENTS)) return undefined;
  if (!line.startsWith(BEFORE_VERSION) || !line.startsWith(head, BEFORE_VERSION.length + 1)) return undefined;
  if (!line.startsWith(BEFORE_BODY, hashAt + HASH_LENGTH) || !line.endsWith('}')) return undefined;
  const hash = line.slice(hashAt, hashAt + HASH_LENGTH);
  const body = line.slice(bodyAt, -1);
  if (chainHash(seq, prev, body) !== hash) return undefined;
  const event = readEvent(parsed(body));
  return event === undefined ? undefined : { kind: 'events', events: [event], hash };
}

const BEFORE_VERSION = '{"v":';
const BEFORE_BODY = '","event":';
/** SHA-256 in base64url. */
const HASH_LENGTH = 43;

/** Reads a line however it is laid out, and says what is wrong with it. */
function readAnyLine(line: string, seq: number, prev: string): LineVerdict {
  const data = parsed(line);
  // A newer failback may lay its lines out otherwise, but says its version.
  const version = (data as { readonly v?: unknown } | null | undefined)?.v;
  if (typeof version === 'number' && Number.isInteger(version) && version > JOURNAL_VERSION)
    return { kind: 'newer', version };
  const moment = momentSchema.safeParse(data).data;
  const entry = moment ?? entrySchema.safeParse(data).data;
  if (entry === undefined || (moment === undefined) !== entry.v < MOMENTS)
    return { kind: 'damaged', why: 'it is not an entry of a journal' };
  if (entry.seq !== seq) return { kind: 'damaged', why: `it is numbered ${entry.seq} instead of ${seq}` };
  if ('prev' in entry && entry.prev !== prev) return { kind: 'damaged', why: 'it does not follow the line before' };
  const body = 'event' in entry ? JSON.stringify(entry.event) : bodyText(entry.at, entry.events);
  if (chainHash(seq, prev, body) !== entry.hash)
    return { kind: 'damaged', why: 'its hash does not match what it says and what stands before it' };
  const events = 'event' in entry ? eventsOf(undefined, [entry.event]) : eventsOf(entry.at, entry.events);
  if (events === undefined) return { kind: 'damaged', why: 'its event has an unknown shape' };
  return { kind: 'events', events, hash: entry.hash };
}

/** @param at the moment of all of them; undefined where each says its own */
function eventsOf(at: unknown, bare: readonly unknown[]): readonly RunEvent[] | undefined {
  const events: RunEvent[] = [];
  for (const data of bare) {
    if (typeof data !== 'object' || data === null) return undefined;
    const event = readEvent(at === undefined ? data : { ...data, at });
    if (event === undefined) return undefined;
    events.push(event);
  }
  return events;
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
