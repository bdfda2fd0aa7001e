import type { Clock } from '../clock.ts';

/** A `Date` header has whole seconds, so a smaller difference says nothing. */
const NOISE_MS = 2000;

/** The service's clock, learnt from its answers: deadlines and the search for lost jobs count by it, not by ours. */
export class ServiceTime {
  readonly #clock: Clock;
  #skew: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  heard(date: string): void {
    const theirs = Date.parse(date);
    if (Number.isNaN(theirs)) return;
    const skew = theirs - this.#clock.now().getTime();
    this.#skew = Math.abs(skew) <= NOISE_MS ? 0 : skew;
  }

  now(): Date | undefined {
    return this.#skew === undefined ? undefined : new Date(this.#clock.now().getTime() + this.#skew);
  }
}
