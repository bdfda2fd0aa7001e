import type { Seconds } from '../quantity.ts';

interface Sample {
  readonly at: number;
  readonly done: number;
}

/** How far a copy was at some moments, oldest first, in bytes or in whatever its figures count. */
export interface Pace {
  readonly samples: readonly Sample[];
  /** Since when the figure is what it is. */
  readonly movedAt: number;
}

/** Remembered looks: six hours of them at one each fifteen minutes. */
const REMEMBERED = 24;
/** Below this many stretches nobody knows how much a pace varies. */
const FEWEST = 3;

/** The pace with one more look. A figure that went back (a resynchronization) begins anew: what was learnt was of another copy. */
export function paced(before: Pace | undefined, at: number, done: number): Pace {
  const last = before?.samples.at(-1);
  if (before === undefined || last === undefined || done < last.done || at < last.at)
    return { samples: [{ at, done }], movedAt: at };
  if (at === last.at) return before;
  const moved = done > last.done;
  const kept = before.samples.length < REMEMBERED ? before.samples : before.samples.slice(1 - REMEMBERED);
  return { samples: kept.concat({ at, done }), movedAt: moved ? at : before.movedAt };
}

/**
 * What is left at the observed pace, as an interval: the likely end by the pace of all that was seen, the others by how
 * much single stretches differed from it. Undefined while too little was seen, and while nothing moves.
 */
export function leftAtPace(
  { samples }: Pace,
  whole: number,
): { readonly low: Seconds; readonly likely: Seconds; readonly high: Seconds } | undefined {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || samples.length <= FEWEST || last.done <= first.done)
    return undefined;
  const pace = (last.done - first.done) / ((last.at - first.at) / 1000);
  let squares = 0;
  let weights = 0;
  // Without destructuring pairs: it is asked for each of ten thousand machines at every look.
  let earlier = first;
  for (let index = 1; index < samples.length; index += 1) {
    const sample = samples[index] as Sample;
    const seconds = (sample.at - earlier.at) / 1000;
    const off = (sample.done - earlier.done) / seconds - pace;
    squares += seconds * off * off;
    weights += seconds;
    earlier = sample;
  }
  // Stretches vary more than their mean does; two deviations of the mean hold nineteen times out of twenty.
  const spread = (2 * Math.sqrt(squares / weights)) / Math.sqrt(samples.length - 1);
  const left = Math.max(0, whole - last.done);
  return { low: left / (pace + spread), likely: left / pace, high: left / Math.max(pace - spread, pace / 4) };
}

/** Time without a byte after which somebody should look; a copy still in the queue may wait longer. */
export const STALLED_AFTER: Seconds = 3600;
/** Looks in which nothing moved, besides: two looks far apart show no standstill. */
const STALLED_LOOKS = 3;

/** Since when nothing moves, once that is worth telling. */
export function stalledSince(pace: Pace, now: number): number | undefined {
  if (now - pace.movedAt < STALLED_AFTER * 1000) return undefined;
  const still = pace.samples.filter(({ at }) => at > pace.movedAt).length;
  return still >= STALLED_LOOKS ? pace.movedAt : undefined;
}
