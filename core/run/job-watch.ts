import type { Seconds, Timestamp } from '../quantity.ts';
import type { CallBook } from './call-book.ts';
import type { ItemFacts } from './item-facts.ts';

/** What the run remembers of a job between two looks at the items list. */
export interface JobSight {
  /** A row named the job as the item's current scenario, so its vanishing from there means that it ended. */
  readonly seenAsCurrent: boolean;
  /** The item as the first row after the call showed it: a state that moved means that the job came far or ended. */
  readonly stateAtFirst: string | undefined;
  readonly readAt: Timestamp | undefined;
  readonly reads: number;
}

export const UNSEEN: JobSight = { seenAsCurrent: false, stateAtFirst: undefined, readAt: undefined, reads: 0 };

/** Longest pause between two reads of a job of which the list tells nothing. */
const LONGEST_PAUSE: Seconds = 300;

export function sight(before: JobSight, item: ItemFacts, jobId: string): JobSight {
  return {
    ...before,
    seenAsCurrent: before.seenAsCurrent || sameJob(item.currentJobId, jobId),
    stateAtFirst: before.stateAtFirst ?? stateOf(item),
  };
}

/**
 * Whether to spend a request on the job itself. The list answers for all machines at once, so a job is read only when
 * the list shows that it ended, or cannot show anything (a lagging list, a service that leaves the scenario out); then
 * at growing intervals.
 */
export function shouldReadJob(
  book: CallBook,
  item: ItemFacts | undefined,
  seen: JobSight,
  expected: Seconds,
  now: Date,
): boolean {
  const acceptedFor = (now.getTime() - Date.parse(book.acceptedAt ?? now.toISOString())) / 1000;
  const readBefore = seen.readAt === undefined ? acceptedFor : (now.getTime() - Date.parse(seen.readAt)) / 1000;
  const pause = Math.min(LONGEST_PAUSE, 30 * 2 ** seen.reads);
  if (item !== undefined && book.jobId !== undefined) {
    if (sameJob(item.currentJobId, book.jobId)) return false;
    const moved = seen.stateAtFirst !== undefined && stateOf(item) !== seen.stateAtFirst;
    if (seen.seenAsCurrent || moved) return seen.reads === 0 || readBefore >= pause;
  }
  return acceptedFor >= Math.max(120, expected / 2) && readBefore >= Math.max(120, pause);
}

/** ARM ids and names of jobs compare by their last segment, without case. */
export function sameJob(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  return lastSegment(one) === lastSegment(other);
}

function stateOf(item: ItemFacts): string {
  return `${item.instanceType} ${item.protectionState} ${[...item.allowedOperations].sort().join()}`;
}

function lastSegment(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1).toLowerCase();
}
