import { hours, minutes, type Seconds } from '../quantity.ts';

/** What there is to watch. */
export interface Watched {
  /** Jobs under way. */
  readonly jobs: number;
  /** Classic process servers that are to be registered. */
  readonly awaited?: number;
  /** Since how long the youngest of the replicating machines replicates; undefined when none does. */
  readonly replicatingFor: Seconds | undefined;
  /** Some machine has little left to copy. */
  readonly nearEnd: boolean;
  /** Pages that the list has; a list of a hundred is not read every thirty seconds. */
  readonly pages?: number;
}

/** Real reads that one page of the list may stand for: a page in three seconds is a seventh of what a run may read. */
const A_PAGE: Seconds = 3;

/**
 * How often to page the items list, in seconds; never more than a page in three seconds. A job takes minutes and somebody waits for it; replication takes days, and a list
 * read every thirty seconds for three days is most of a thousand machines' requests.
 */
export function watchInterval(watched: Watched): Seconds | undefined {
  const wanted = wantedInterval(watched);
  return wanted === undefined ? undefined : Math.max(wanted, A_PAGE * (watched.pages ?? 1));
}

function wantedInterval({ jobs, awaited = 0, replicatingFor, nearEnd }: Watched): Seconds | undefined {
  if (jobs > 0) return 30;
  if (awaited > 0) return 60;
  if (replicatingFor === undefined) return undefined;
  if (nearEnd) return 60;
  return replicatingFor >= hours(2) ? minutes(15) : minutes(5);
}

/** From here on replication is near its end. */
export const NEAR_END_PERCENT = 95;

/** Or, at the pace that was observed, so little time is left. */
export const NEAR_END_SECONDS: Seconds = minutes(20);
