import type { Seconds, Timestamp } from '../../quantity.ts';
import type { Estimate } from '../plan.ts';

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** `Sat 2026-12-05 20:00 to Sun 2026-12-06 04:00 (+01:00)`, in the offset in which it was written. */
export function renderWindow(opens: Timestamp, closes: Timestamp): string {
  const [from, to] = [local(opens), local(closes)];
  const end = from.day === to.day ? to.time : `${to.day} ${to.time}`;
  return `${from.day} ${from.time} to ${end} (${from.offset})`;
}

/** `5 min to 2 h`, or nothing where there is no doubt. */
export function renderInterval({ low, high }: Pick<Estimate, 'low' | 'high'>): string {
  const [shortest, longest] = [roughly(low), roughly(high)];
  return shortest === longest ? '' : `${shortest} to ${longest}`;
}

/** One unit, and at most two digits but for days, is exact enough for the ends of an interval, and keeps it in its column. */
function roughly(seconds: Seconds): string {
  if (seconds < 2 * 3600 && Math.round(seconds / 60) >= 100) return `${(seconds / 3600).toFixed(1)} h`;
  const [name, unit] = units.find(([name, size]) => seconds >= (name === 'min' ? size : 2 * size)) ?? ['s', 1];
  return `${Math.round(seconds / unit)} ${name}`;
}

const units: readonly [name: string, seconds: Seconds][] = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
];

function local(at: Timestamp): { day: string; time: string; offset: string } {
  const date = at.slice(0, 10);
  const offset = /(?:[+-]\d\d:?\d\d)$/.exec(at)?.[0] ?? 'UTC';
  const weekday = weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? '';
  return { day: `${weekday} ${date}`, time: at.slice(11, 16), offset };
}
