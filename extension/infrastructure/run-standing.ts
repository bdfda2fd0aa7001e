/** What can be told a run now: one answer for the palette, the tree and the commands. Pure. */

import type { SeenRun } from './runs-watch.ts';

export function isUnfinished({ summary, view }: SeenRun): boolean {
  return summary.trouble === undefined && view?.state.endedAt === undefined;
}

export function isPausable(run: SeenRun): boolean {
  const { alive, status } = run.summary;
  return isUnfinished(run) && alive && status !== 'paused' && status !== 'cancelling';
}

/**
 * One that is paused, one whose process is gone, and one that failed or was declined: what ended it can be taken up again.
 */
export function isResumable(run: SeenRun): boolean {
  const { alive, status, trouble } = run.summary;
  if (trouble !== undefined) return false;
  if (!isUnfinished(run)) return status === 'failed' || status === 'declined';
  return !alive || status === 'paused' || status === 'needs-sign-in';
}

/** One whose process is there and was not heard of for a while: it may hang, and can be taken from it. */
export function isSilent(run: SeenRun): boolean {
  return isUnfinished(run) && run.summary.silentSince !== undefined;
}

/** Whether one of its machines or waves can be told to stand still. */
export function isStoppable(run: SeenRun, over: boolean): boolean {
  return isUnfinished(run) && !over && run.summary.status !== 'cancelling';
}
