/** Who types slowly leaves so long between two keys, in milliseconds. */
const BETWEEN_KEYS = 400;
/** Nobody who types holds work up for longer, in milliseconds. */
const LONGEST_HOLD = 5000;
/** Then it is not held up for so long, in milliseconds. */
const STINT = 250;

/** What time it is, in milliseconds, and a way to wait; and how whatever else waits is let through. */
export interface Clock {
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  letThrough(): Promise<void>;
}

/**
 * Keeps long work out of the way of whoever types. Between two slices of it a message that waits is taken up; if that is a
 * keystroke, the work rests until nobody has typed for a while, so that neither its time nor its garbage is in the way of
 * the answer. Who never stops typing holds it up for seconds, not for ever.
 */
export class Quiet {
  readonly #clock: Clock;
  #typedAt = Number.NEGATIVE_INFINITY;
  #freeUntil = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock = realClock) {
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now();
  }

  /** Called as soon as it is known that somebody typed. */
  typed(): void {
    this.#typedAt = this.#clock.now();
  }

  /** Until work that began at `since` may go on. What was typed before it began does not hold it up. */
  async turn(since: number): Promise<void> {
    await this.#clock.letThrough();
    const heldAt = this.#clock.now();
    for (let now = heldAt; now >= this.#freeUntil; now = this.#clock.now()) {
      const quietAt = this.#typedAt <= since ? now : this.#typedAt + BETWEEN_KEYS;
      if (quietAt <= now) return;
      if (now >= heldAt + LONGEST_HOLD) this.#freeUntil = now + STINT;
      else await this.#clock.sleep(Math.min(quietAt, heldAt + LONGEST_HOLD) - now);
    }
  }
}

/** Messages are read before what is immediate runs; a browser has no such thing, and its timers let them through as well. */
export function letThrough(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}

const realClock: Clock = {
  now: () => performance.now(),
  sleep: (milliseconds) =>
    new Promise((resolve) => {
      setTimeout(resolve, milliseconds);
    }),
  letThrough,
};
