import { FailbackError } from '../../core/failback-error.ts';
import type { Reviewed, Unreadable } from '../../core/review/render-comment.ts';
import { reviewOf } from '../../core/review/review.ts';
import { sameTexts } from '../diff/compared.ts';
import { pairsBetween } from '../diff/pair-versions.ts';
import type { Source } from '../diff/source.ts';
import type { Judging } from '../diff/versions-of.ts';

/** The runbooks that a pull request touches, and those that nobody can read any more. */
export interface Touched {
  readonly reviewed: readonly Reviewed[];
  readonly unreadable: readonly Unreadable[];
  /** Runbooks that are gone. */
  readonly gone: readonly string[];
  /** Files of the runbooks as they are now, for the machine formats. */
  readonly files: readonly string[];
}

/** Compares every runbook of two states; what is the same in both is left out. */
export async function touchedBetween(before: Source, after: Source, judging: Judging): Promise<Touched> {
  const pairs = (await pairsBetween(before, after, judging)).filter(
    ({ before: old, after: now }) => old === undefined || now === undefined || !sameTexts(old, now),
  );
  const reviewed: Reviewed[] = [];
  const unreadable: Unreadable[] = [];
  for (const { name, before: old, after: now } of pairs) {
    if (now === undefined) continue;
    try {
      const side = now.side();
      const was = old === undefined ? undefined : sideIfWhole(old.side);
      reviewed.push({ name, before: was, after: side, review: was === undefined ? undefined : reviewOf(was, side) });
    } catch (error) {
      if (!(error instanceof FailbackError)) throw error;
      unreadable.push({ name, message: error.message });
    }
  }
  return {
    reviewed,
    unreadable,
    gone: pairs.filter((pair) => pair.after === undefined).map(({ name }) => name),
    files: pairs.flatMap((pair) => pair.after?.path ?? []),
  };
}

/** A text that was broken before is reviewed as if it were new: there is nothing to compare it with. */
function sideIfWhole(side: () => Reviewed['after']): Reviewed['before'] {
  try {
    return side();
  } catch (error) {
    if (error instanceof FailbackError) return undefined;
    throw error;
  }
}
