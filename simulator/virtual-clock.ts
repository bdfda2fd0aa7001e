/** Milliseconds since 1970, in the simulated world. */
export type Instant = number;

/** How fast simulated time runs: so many seconds in a real one, or only when told. */
export type Speed = number | 'advance';

/**
 * The estate's own time. It never runs backwards, and it does not follow the computer's wall clock: a simulator that
 * slept with its computer wakes where it fell asleep.
 */
export interface VirtualClock {
  readonly speed: Speed;
  now(): Instant;
  /** Moves time forward at once, whatever the speed. */
  advance(seconds: number): void;
  /** Moves time forward to a moment; does nothing if that is past. */
  advanceTo(instant: Instant): void;
}

/**
 * @param real a monotonic count of real milliseconds; a test may pass its own.
 */
export function startClock(startAt: Instant, speed: Speed, real: () => number = () => performance.now()): VirtualClock {
  let base = startAt;
  const realStart = real();
  const now = (): Instant => (speed === 'advance' ? base : base + (real() - realStart) * speed);
  return {
    speed,
    now: () => Math.floor(now()),
    advance: (seconds) => {
      base += Math.max(0, seconds) * 1000;
    },
    advanceTo: (instant) => {
      base += Math.max(0, instant - now());
    },
  };
}
