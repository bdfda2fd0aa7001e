import type { Chance } from '../chance.ts';
import type { Knobs } from '../knobs.ts';
import type { Instant } from '../virtual-clock.ts';
import type { JobFailure } from './job-failures.ts';
import type { Scenario } from './scenarios.ts';

export type JobOutcome =
  | { readonly kind: 'succeeded' }
  /** Succeeded, with an error in the polling body and in the job: recorded for renamed machines. */
  | { readonly kind: 'succeeded-with-error'; readonly failure: JobFailure }
  /** `Succeeded`, with `PartiallySucceeded` for its description and no error that says why. */
  | { readonly kind: 'partly' }
  /** The state `CompletedWithInformation`. */
  | { readonly kind: 'information'; readonly failure: JobFailure }
  | { readonly kind: 'failed'; readonly failure: JobFailure }
  /** Never ends. */
  | { readonly kind: 'hangs' };

/**
 * A job, whole from its first moment: when each task starts and ends and how it will end. What it looks like at a
 * moment follows from that moment alone, so no job needs a tick.
 */
export interface Job {
  readonly id: string;
  readonly scenario: Scenario;
  readonly activityId: string;
  readonly acceptedAt: Instant;
  /** Until then it is `NotStarted`, with neither scenario nor target nor start. */
  readonly namedAt: Instant;
  readonly tasks: readonly TaskTimes[];
  /** Infinity for one that hangs. */
  readonly endsAt: Instant;
  readonly outcome: JobOutcome;
  readonly target: {
    readonly itemKey: string;
    /** `internalIdentifier` of the incarnation that it works on. */
    readonly identifier: string;
    readonly name: string;
    readonly policyId: string | undefined;
    readonly direction: 'home' | 'to-azure';
    /** What the item is called once the job has succeeded, where that is another name. */
    readonly newItemId?: string;
  };
}

export interface TaskTimes {
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

export type JobState = 'NotStarted' | 'InProgress' | 'Succeeded' | 'Failed' | 'CompletedWithInformation';

export function jobState(job: Job, at: Instant): JobState {
  if (at < job.namedAt) return 'NotStarted';
  if (at < job.endsAt) return 'InProgress';
  if (job.outcome.kind === 'failed') return 'Failed';
  return job.outcome.kind === 'information' ? 'CompletedWithInformation' : 'Succeeded';
}

/** Lays a scenario's tasks out in time. A job that fails ends in its failing task; one that hangs stays in its third. */
export function layOutTasks(
  scenario: Scenario,
  startsAt: Instant,
  seconds: number,
  outcome: JobOutcome,
): { readonly tasks: readonly TaskTimes[]; readonly endsAt: Instant } {
  let cursor = startsAt;
  const whole = scenario.tasks.map((task) => {
    const from = cursor;
    cursor += Math.round(task.share * seconds * 1000);
    return { startsAt: from, endsAt: cursor };
  });
  const cut = cutTask(scenario, outcome);
  if (cut === undefined) return { tasks: whole, endsAt: cursor };
  const until = outcome.kind === 'hangs' ? Number.POSITIVE_INFINITY : (whole[cut]?.endsAt ?? cursor);
  const never = Number.POSITIVE_INFINITY;
  const tasks = whole.map((times, index) => {
    if (index < cut) return times;
    return index === cut ? { startsAt: times.startsAt, endsAt: until } : { startsAt: never, endsAt: never };
  });
  return { tasks, endsAt: until };
}

/** The task in which a job stops; undefined when it runs through. */
export function cutTask(scenario: Scenario, outcome: JobOutcome): number | undefined {
  const last = scenario.tasks.length - 1;
  if (outcome.kind === 'hangs') return Math.min(2, last);
  if (outcome.kind !== 'failed') return undefined;
  const { task } = outcome.failure;
  return Math.min(last, task < 0 ? scenario.tasks.length + task : task);
}

/** When a job first shows its name: a recorded share of jobs is seen nameless at first. */
export function namedAt(acceptedAt: Instant, jobId: string, knobs: Knobs, chance: Chance): Instant {
  return chance.draw('unnamed', jobId) < knobs.unnamedJobShare
    ? acceptedAt + knobs.unnamedJobSeconds * 1000
    : acceptedAt;
}
