import type { Bytes, Seconds, Timestamp } from '../quantity.ts';

const durations: readonly [name: string, seconds: Seconds][] = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
];

/** `24 h`, `1 h 30 min`, `2 d 4 h`: the two largest units, which is as exact as an estimate can be. */
export function readableDuration(seconds: Seconds): string {
  const rounded =
    seconds >= 86_400 ? roundTo(seconds, 3600) : seconds >= 60 ? roundTo(seconds, 60) : Math.round(seconds);
  const first = durations.findIndex(([name, unit]) => rounded >= (name === 'd' ? 2 * unit : unit));
  if (first === -1) return '0 s';
  let rest = rounded;
  const parts: string[] = [];
  for (const [name, unit] of durations.slice(first, first + 2)) {
    const count = Math.floor(rest / unit);
    rest -= count * unit;
    if (count > 0) parts.push(`${count} ${name}`);
  }
  return parts.join(' ');
}

const sizes: readonly [name: string, bytes: Bytes][] = [
  ['PiB', 2 ** 50],
  ['TiB', 2 ** 40],
  ['GiB', 2 ** 30],
  ['MiB', 2 ** 20],
  ['KiB', 2 ** 10],
];

/** `640 GiB`, `1.3 TiB`. */
export function readableBytes(bytes: Bytes): string {
  const [name, unit] = sizes.find(([, size]) => bytes >= size) ?? ['B', 1];
  const amount = bytes / unit;
  return `${amount >= 10 || Number.isInteger(amount) ? Math.round(amount) : amount.toFixed(1)} ${name}`;
}

/** `1 machine`, `3 machines`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function roundTo(value: number, step: number): number {
  return Math.round(value / step) * step;
}

/** `a, b, c and 9 more`, for lists that may be long. */
export function readableList(names: readonly string[], shown = 6): string {
  if (names.length <= shown) return names.join(', ');
  return `${names.slice(0, shown).join(', ')} and ${names.length - shown} more`;
}

/** `2026-12-18 23:59 UTC`, in the offset in which it is written. */
export function readableMoment(at: Timestamp): string {
  const offset = /(?:[+-]\d\d:?\d\d)$/.exec(at)?.[0] ?? 'UTC';
  return `${at.slice(0, 10)} ${at.slice(11, 16)} ${offset}`;
}
