import type { Timestamp } from '../quantity.ts';

export interface TimeAxis {
  readonly end: Timestamp;
  readonly ticks: readonly { readonly at: Timestamp; readonly time: string; readonly date: string | undefined }[];
  /** Where a moment lies, kept within the axis. */
  x(at: Timestamp): number;
}

const minute = 60_000;
const niceSteps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080, 43_200].map(
  (count) => count * minute,
);
const mostTicks = 10;

/** An axis from `begin` to `end` between two x coordinates, with at most ten ticks on round UTC times. */
export function timeAxis(begin: Timestamp, end: Timestamp, left: number, right: number): TimeAxis {
  const first = Date.parse(begin);
  const last = Math.max(Date.parse(end), first + minute);
  const step =
    niceSteps.find((candidate) => (last - first) / candidate <= mostTicks) ?? Math.ceil((last - first) / mostTicks);
  const ticks: { at: Timestamp; time: string; date: string | undefined }[] = [];
  let day = '';
  for (let at = Math.ceil(first / step) * step; at <= last; at += step) {
    const text = new Date(at).toISOString();
    const date = text.slice(5, 10);
    ticks.push({ at: text, time: text.slice(11, 16), date: date === day ? undefined : sayDay(at) });
    day = date;
  }
  const scale = (right - left) / (last - first);
  return {
    end: new Date(last).toISOString(),
    ticks,
    x: (at) => left + (Math.min(Math.max(Date.parse(at), first), last) - first) * scale,
  };
}

function sayDay(at: number): string {
  const names = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const moment = new Date(at);
  return `${moment.getUTCDate()} ${names[moment.getUTCMonth()]}`;
}
