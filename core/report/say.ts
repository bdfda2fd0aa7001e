import type { Bytes, Seconds, Timestamp } from '../quantity.ts';

/** A length of time in two units at most: `45 s`, `12 min`, `2 h 10 min`, `3 d 4 h`. */
export function sayDuration(seconds: Seconds): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return twoUnits(hours, 'h', minutes % 60, 'min');
  const wholeHours = Math.round(whole / 3600);
  return twoUnits(Math.floor(wholeHours / 24), 'd', wholeHours % 24, 'h');
}

function twoUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** `2026-12-05 20:14 UTC`. */
export function sayMoment(at: Timestamp): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Sizes as vSphere and Azure show them, in powers of 1,024: `512 GiB`, `1.5 TiB`. */
export function sayBytes(bytes: Bytes): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const rounded = value >= 100 || Number.isInteger(value) ? Math.round(value).toString() : value.toFixed(1);
  return `${rounded} ${units[unit]}`;
}

/** `1 machine`, `14 machines`. */
export function sayCount(count: number, singular: string, plural = `${singular}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? singular : plural}`;
}
