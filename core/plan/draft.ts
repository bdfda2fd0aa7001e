import type { Estimate, PlanStep } from './plan.ts';

type WithoutOrder<S> = S extends unknown ? Omit<S, 'waitsFor' | 'estimate'> : never;

/** A step that has no place in the order yet. */
export type UnplacedStep = WithoutOrder<PlanStep>;

/** A step by its place in the draft. */
export type Place = number;

/** A step that lasts until a moment, in seconds from the start of the run: for example until a window opens. */
export interface Until {
  readonly until: number;
  readonly source: string;
}

/** Seconds from the start of the run. */
export interface Moment {
  readonly low: number;
  readonly likely: number;
  readonly high: number;
}

/**
 * The plan's graph while it is laid. A step can only wait for steps that are laid already, so the steps are in order and
 * nothing can wait for itself. Its times are known as soon as it is laid.
 */
export class Draft {
  readonly steps: PlanStep[] = [];
  readonly #low: number[] = [];
  readonly #likely: number[] = [];
  readonly #high: number[] = [];
  /** The step that each step had to wait for longest. */
  readonly #decidedBy: (Place | undefined)[] = [];
  readonly #followed: boolean[] = [];

  /**
   * Lays a step after others. `behind` is a step that it queues behind without depending on it, as `at-most:` makes
   * machines do.
   */
  add(step: UnplacedStep, after: readonly Place[], takes: Estimate | Until, behind?: Place | undefined): Place {
    const place = this.steps.length;
    const ready = { low: 0, likely: 0, high: 0 };
    // Not pushed one by one: an array that grows takes room for sixteen, and most steps wait for one.
    const waitsFor = after.map((before) => this.#at(before).id);
    let decidedBy: Place | undefined;
    for (const before of after) {
      this.#followed[before] = true;
      if (this.#wait(ready, before, decidedBy === undefined)) decidedBy = before;
    }
    if (behind !== undefined && this.#wait(ready, behind, decidedBy === undefined)) decidedBy = behind;
    const estimate = 'until' in takes ? restUntil(takes, ready) : takes;
    const done = 'until' in takes ? (time: number) => Math.max(time, takes.until) : undefined;
    this.steps.push(Object.assign(step, { waitsFor, estimate }));
    this.#low.push(done?.(ready.low) ?? ready.low + estimate.low);
    this.#likely.push(done?.(ready.likely) ?? ready.likely + estimate.likely);
    this.#high.push(done?.(ready.high) ?? ready.high + estimate.high);
    this.#decidedBy.push(decidedBy);
    this.#followed.push(false);
    return place;
  }

  /** Puts a moment off until a step is done, and answers whether that step decides it. */
  #wait(ready: { low: number; likely: number; high: number }, before: Place, isFirst: boolean): boolean {
    const { low, likely, high } = this.done(before);
    const decides = isFirst || likely > ready.likely;
    ready.low = Math.max(ready.low, low);
    ready.likely = Math.max(ready.likely, likely);
    ready.high = Math.max(ready.high, high);
    return decides;
  }

  /** When a step is done. */
  done(place: Place): Moment {
    return { low: this.#low[place] ?? 0, likely: this.#likely[place] ?? 0, high: this.#high[place] ?? 0 };
  }

  /** Steps that nothing waits for yet. */
  ends(): Place[] {
    const ends: Place[] = [];
    for (const [place, followed] of this.#followed.entries()) if (!followed) ends.push(place);
    return ends;
  }

  /** When everything is done. */
  total(): Moment {
    const last = (times: readonly number[]) => times.reduce((latest, time) => Math.max(latest, time), 0);
    return { low: last(this.#low), likely: last(this.#likely), high: last(this.#high) };
  }

  /** The steps that decide how long everything takes, first to last. */
  criticalPath(): Place[] {
    let last: Place | undefined;
    for (const [place, time] of this.#likely.entries())
      if (last === undefined || time >= (this.#likely[last] ?? 0)) last = place;
    const path: Place[] = [];
    for (let at = last; at !== undefined; at = this.#decidedBy[at]) path.push(at);
    return path.reverse();
  }

  #at(place: Place): PlanStep {
    const step = this.steps[place];
    if (step === undefined) throw new Error(`Nothing is laid at ${place}; a step can only wait for earlier ones.`);
    return step;
  }
}

/** Who is ready early waits long. */
function restUntil({ until, source }: Until, ready: Moment): Estimate {
  const rest = (time: number) => Math.max(0, until - time);
  return { low: rest(ready.high), likely: rest(ready.likely), high: rest(ready.low), source };
}
