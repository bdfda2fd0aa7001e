import type { Timestamp } from '../../quantity.ts';
import type { Estimate } from '../plan.ts';
import { readableDuration } from '../readable.ts';

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** `Sat 2026-12-05 20:00 to Sun 2026-12-06 04:00 (+01:00)`, in the offset in which it was written. */
export function renderWindow(opens: Timestamp, closes: Timestamp): string {
  const [from, to] = [local(opens), local(closes)];
  const end = from.day === to.day ? to.time : `${to.day} ${to.time}`;
  return `${from.day} ${from.time} to ${end} (${from.offset})`;
}

/** `5 min to 40 min`, or nothing where there is no doubt. */
export function renderInterval({ low, high }: Pick<Estimate, 'low' | 'high'>): string {
  const [shortest, longest] = [readableDuration(low), readableDuration(high)];
  return shortest === longest ? '' : `${shortest} to ${longest}`;
}

function local(at: Timestamp): { day: string; time: string; offset: string } {
  const date = at.slice(0, 10);
  const offset = /(?:[+-]\d\d:?\d\d)$/.exec(at)?.[0] ?? 'UTC';
  const weekday = weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? '';
  return { day: `${weekday} ${date}`, time: at.slice(11, 16), offset };
}
