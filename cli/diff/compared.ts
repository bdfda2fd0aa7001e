import { FailbackError } from '../../core/failback-error.ts';
import { sayBytes, sayCount } from '../../core/report/say.ts';
import { type Figures, figuresOf } from '../../core/review/figures.ts';
import { renderReview } from '../../core/review/render-review.ts';
import { renderReviewMarkdown } from '../../core/review/render-review-markdown.ts';
import { type Review, reviewOf } from '../../core/review/review.ts';
import type { VersionPair } from './pair-versions.ts';
import type { Version } from './versions-of.ts';

/** What became of one runbook between two states of the files. */
export type Compared = {
  readonly runbook: string;
  /** Its file, as seen from the current folder; the old one where it is gone. */
  readonly file: string;
} & (
  | { readonly kind: 'same' }
  | { readonly kind: 'compared'; readonly review: Review }
  | { readonly kind: 'new' | 'gone'; readonly figures: Figures }
  | { readonly kind: 'broken'; readonly message: string }
);

/** Compares the two versions of a runbook. A broken text is told, and keeps nobody from seeing the other runbooks. */
export function compared({ name: runbook, before, after }: VersionPair): Compared {
  const file = (after ?? before)?.file ?? '';
  if (before !== undefined && after !== undefined && sameTexts(before, after)) return { runbook, file, kind: 'same' };
  try {
    if (before !== undefined && after !== undefined)
      return { runbook, file, kind: 'compared', review: reviewOf(before.side(), after.side()) };
    const [only, kind] = after === undefined ? [before, 'gone' as const] : [after, 'new' as const];
    return only === undefined
      ? { runbook, file, kind: 'same' }
      : { runbook, file, kind, figures: figuresOf(only.side()) };
  } catch (error) {
    if (!(error instanceof FailbackError)) throw error;
    return { runbook, file, kind: 'broken', message: error.message };
  }
}

/** Whether all that decides both is written the same, so that nothing needs to be judged. */
export function sameTexts(before: Version, after: Version): boolean {
  return before.texts.length === after.texts.length && before.texts.every((text, index) => text === after.texts[index]);
}

export function isDifferent(one: Compared): boolean {
  return one.kind === 'compared' ? one.review.changes.length > 0 : one.kind !== 'same';
}

export function showCompared(one: Compared, format: 'pretty' | 'markdown'): string {
  const heading = format === 'markdown' ? `## ${one.runbook}` : one.runbook;
  switch (one.kind) {
    case 'same':
      return `${heading}: nothing is different\n`;
    case 'compared':
      return (format === 'markdown' ? renderReviewMarkdown : renderReview)(one.runbook, one.review);
    case 'new':
      return `${heading}: a new runbook (${size(one.figures)})\n`;
    case 'gone':
      return `${heading}: the runbook is gone (${size(one.figures)})\n`;
    case 'broken':
      return `${heading}: cannot be compared, for its text is broken.\n${one.message}\n`;
  }
}

function size({ machines, waves, bytes, hash }: Figures): string {
  const moves = `${sayCount(machines, 'machine')} in ${sayCount(waves, 'wave')}`;
  return `${moves}, up to ${sayBytes(bytes.high)} to move, plan ${hash.slice(0, 12)}`;
}
