import { z } from 'zod';
import { type RunEvent, runEventSchema } from './events.ts';

/** An event of a journal; undefined for what is none. */
export function readEvent(data: unknown): RunEvent | undefined {
  return isUsual(data) ? data : runEventSchema.safeParse(data).data;
}

type Check = (value: unknown) => boolean;

const moments = z.regexes.datetime({ offset: true });
const moment: Check = (value) => typeof value === 'string' && moments.test(value);
const text: Check = (value) => typeof value === 'string';
const name: Check = (value) => typeof value === 'string' && value.length > 0;
const count: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const maybe =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const by: Check = (value) => value === 'response' || value === 'activity-id' || value === 'person';

/**
 * The events that fill a journal, as `runEventSchema` has them; a test compares. A run of ten thousand machines has a
 * quarter of a million of them, and whoever takes it up should not wait for the schema to look at each.
 */
const USUAL: ReadonlyMap<string, ReadonlyMap<string, Check>> = new Map(
  Object.entries({
    'step-started': { at: moment, step: name },
    intent: { at: moment, step: name, operation: text, call: count, requestId: text, bodyHash: text },
    accepted: { at: moment, step: name, requestId: text, jobId: maybe(text), by },
    settled: { at: moment, step: name, jobId: maybe(text), note: text },
    'step-done': { at: moment, step: name, note: maybe(text) },
  } satisfies Partial<Record<RunEvent['kind'], Record<string, Check>>>).map(([kind, fields]) => [
    kind,
    new Map(Object.entries(fields)),
  ]),
);

/** Whether it is such an event with no key besides: the schema drops those that it does not know. */
function isUsual(data: unknown): data is RunEvent {
  if (typeof data !== 'object' || data === null) return false;
  const event = data as Readonly<Record<string, unknown>>;
  const fields = typeof event.kind === 'string' ? USUAL.get(event.kind) : undefined;
  if (fields === undefined) return false;
  for (const key in event) if (key !== 'kind' && !fields.has(key)) return false;
  for (const [key, check] of fields) if (!check(event[key])) return false;
  return true;
}
