import type { Clock } from '../clock.ts';

/**
 * Our share of what ARM grants a principal in a subscription: 30 % of its refill (25 reads and 10 writes a second), and
 * never the last 30 % of what the service says remains, so that people and their scripts are not shut out by a run.
 * Seconds are the service's, so a run against a fast virtual clock keeps the same manners.
 * @source azure-resource-manager/management/request-limits-and-throttling
 */
const READS = { perSecond: 7.5, burst: 75 };
const WRITES = { perSecond: 3, burst: 60 };
const KEEP = 0.3;
/** Calls that are waited for together once the burst is spent: one by one, each would want a decision and a sync of its own. */
const TOGETHER = 30;

export class ArmQuota {
  readonly #clock: Clock;
  readonly #reads: Bucket;
  readonly #writes: Bucket;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#reads = new Bucket(READS, clock.now());
    this.#writes = new Bucket(WRITES, clock.now());
  }

  /** Waits until a read is allowed, or until the signal says that nobody wants it any more. */
  async read(signal = new AbortController().signal): Promise<void> {
    while (!signal.aborted) {
      const wait = this.#reads.take(this.#clock.now());
      if (wait === 0) return;
      await this.#clock.sleep(wait, signal);
    }
  }

  /** A read was refused (429): nobody reads for so many seconds, whoever asked. */
  readsPutOff(seconds: number): void {
    this.#reads.putOff(seconds, this.#clock.now());
  }

  /** Counts a mutating call; whoever makes it asked `writes` before. */
  write(): void {
    this.#writes.take(this.#clock.now());
  }

  writes(): { readonly issues: number; readonly againAt: Date } {
    const now = this.#clock.now();
    const issues = this.#writes.available(now);
    return { issues, againAt: new Date(now.getTime() + this.#writes.wait(now, issues > 0 ? 1 : TOGETHER) * 1000) };
  }

  /** Takes note of `x-ms-ratelimit-remaining-…`. */
  remaining(kind: 'reads' | 'writes', left: number): void {
    (kind === 'reads' ? this.#reads : this.#writes).remaining(left, this.#clock.now());
  }
}

class Bucket {
  readonly #rate: { readonly perSecond: number; readonly burst: number };
  #tokens: number;
  #at: number;
  #most = 0;
  #heldUntil = 0;

  constructor(rate: { readonly perSecond: number; readonly burst: number }, now: Date) {
    this.#rate = rate;
    this.#tokens = rate.burst;
    this.#at = now.getTime();
  }

  /** Takes one; the answer is 0, or the seconds to wait first. */
  take(now: Date): number {
    const wait = this.wait(now);
    if (wait === 0) this.#tokens -= 1;
    return wait;
  }

  available(now: Date): number {
    this.#refill(now);
    return now.getTime() < this.#heldUntil ? 0 : Math.floor(this.#tokens);
  }

  /** Seconds until so many are there. */
  wait(now: Date, tokens = 1): number {
    this.#refill(now);
    if (now.getTime() < this.#heldUntil) return (this.#heldUntil - now.getTime()) / 1000;
    if (this.#tokens >= tokens) return 0;
    // No clock counts less than a millisecond: a shorter wait would be over without any time having passed, for ever.
    return Math.ceil(((tokens - this.#tokens) / this.#rate.perSecond) * 1000) / 1000;
  }

  /** The most that was ever left stands for the whole: services differ in how much they grant. */
  remaining(left: number, now: Date): void {
    this.#most = Math.max(this.#most, left);
    if (left < this.#most * KEEP) this.putOff(10, now);
  }

  putOff(seconds: number, now: Date): void {
    this.#heldUntil = Math.max(this.#heldUntil, now.getTime() + seconds * 1000);
  }

  #refill(now: Date): void {
    // A clock that was set back would stop the refill until it is again where it was; what was put off moves with it.
    const back = Math.max(0, this.#at - now.getTime());
    this.#heldUntil -= back;
    const passed = (now.getTime() - this.#at + back) / 1000;
    this.#at = now.getTime();
    this.#tokens = Math.min(this.#rate.burst, this.#tokens + passed * this.#rate.perSecond);
  }
}
