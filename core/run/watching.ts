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
}

/**
 * How often to page the items list. A job takes minutes and somebody waits for it; replication takes days, and a list
 * read every thirty seconds for three days is most of a thousand machines' requests.
 */
export function watchInterval({ jobs, awaited = 0, replicatingFor, nearEnd }: Watched): Seconds | undefined {
  if (jobs > 0) return 30;
  if (awaited > 0) return 60;
  if (replicatingFor === undefined) return undefined;
  if (nearEnd) return 60;
  return replicatingFor >= hours(2) ? minutes(15) : minutes(5);
}

/** From here on replication is near its end. */
export const NEAR_END_PERCENT = 95;
