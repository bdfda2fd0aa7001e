import type { Timestamp } from '../../../core/quantity.ts';

export type ParsedInstant =
  | { readonly kind: 'value'; readonly value: Timestamp }
  | { readonly kind: 'wrong'; readonly why: 'shape' | 'no-offset' | 'no-such-day' };

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}))?(Z|[+-]\d{2}:\d{2})?)?$/;

/** Reads a date or a time with its offset. A date alone means its last second in UTC, so `until:` and `freeze:` include the day. */
export function parseInstant(text: string): ParsedInstant {
  const match = SHAPE.exec(text);
  if (match === null) return { kind: 'wrong', why: 'shape' };
  const [, year = '', month = '', day = '', hour, minute = '00', second = '00', offset] = match;
  if (!existsDay(Number(year), Number(month), Number(day))) return { kind: 'wrong', why: 'no-such-day' };
  if (hour === undefined) return { kind: 'value', value: `${year}-${month}-${day}T23:59:59Z` };
  if (offset === undefined) return { kind: 'wrong', why: 'no-offset' };
  const value = `${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`;
  return Number.isNaN(Date.parse(value)) ? { kind: 'wrong', why: 'no-such-day' } : { kind: 'value', value };
}

function existsDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
