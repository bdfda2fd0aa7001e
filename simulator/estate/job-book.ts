import type { Instant } from '../virtual-clock.ts';
import { type Job, jobState } from './job.ts';

/** Which jobs a list shows: a window of start times and states, as the recorded filters say. */
export interface JobFilter {
  readonly from: Instant;
  readonly to: Instant;
  readonly states: ReadonlySet<string> | undefined;
}

/** All jobs in the order in which they began, so that a window of them is found by halving. */
export class JobBook {
  readonly #jobs: Job[] = [];
  readonly #byId = new Map<string, Job>();

  add(job: Job): void {
    this.#jobs.splice(this.#firstAfter(job.acceptedAt), 0, job);
    this.#byId.set(job.id.toLowerCase(), job);
  }

  get(id: string): Job | undefined {
    return this.#byId.get(id.toLowerCase());
  }

  /** The newest first, cut at `cap`. */
  list(filter: JobFilter, at: Instant, cap: number): readonly Job[] {
    const found: Job[] = [];
    for (let index = this.#firstAfter(filter.to) - 1; index >= 0 && found.length < cap; index--) {
      const job = this.#jobs[index] as Job;
      if (job.acceptedAt < filter.from) break;
      if (filter.states === undefined || filter.states.has(jobState(job, at).toLowerCase())) found.push(job);
    }
    return found;
  }

  #firstAfter(instant: Instant): number {
    let low = 0;
    let high = this.#jobs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#jobs[middle] as Job).acceptedAt <= instant) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
