import { days, hours, minutes, type Seconds } from '../quantity.ts';

/** A length of time as a person says it, rounded to the unit that matters: `3 days`, `26 h`, `15 min`. */
export function durationText(length: Seconds): string {
  if (length >= days(2)) return `${Math.floor(length / days(1))} days`;
  if (length >= hours(2)) return `${Math.floor(length / hours(1))} h`;
  return `${Math.floor(length / minutes(1))} min`;
}

/** The next longer length that `durationText` words otherwise. */
export function nextDurationText(length: Seconds): Seconds {
  const unit = length >= days(2) ? days(1) : length >= hours(2) ? hours(1) : minutes(1);
  return (Math.floor(length / unit) + 1) * unit;
}
