import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { renderReview } from '../../core/review/render-review.ts';
import { renderReviewMarkdown } from '../../core/review/render-review-markdown.ts';
import { reviewOf } from '../../core/review/review.ts';
import { exampleSide, exampleText } from './reviewed.ts';

/**
 * Each case changes the text of the contoso example: lines with `-` become those with `+` behind them. What the review
 * says of it stands below the rule. `UPDATE=1` writes what it says now; read the difference before you commit it.
 */
const cases = join(import.meta.dirname, 'cases');
const RULE = '\n================\n';

for (const file of readdirSync(cases).filter((name) => name.endsWith('.case')))
  test(`review of ${file}`, async () => {
    const [edits = '', expected] = readFileSync(join(cases, file), 'utf8').split(RULE);
    const review = reviewOf(await exampleSide(exampleText), await exampleSide(edited(exampleText, edits)));
    const said = withoutHashes(renderReview('contoso-erp', review));
    if (process.env.UPDATE === '1') writeFileSync(join(cases, file), `${edits.trimEnd()}${RULE}${said}`);
    else assert.equal(said, expected);
    const markdown = renderReviewMarkdown('contoso-erp', review);
    assert.equal(
      markdown.split('\n').filter((line) => / (grave|serious|notable|slight) \|/.test(line)).length,
      review.changes.length,
    );
  });

test('each case changes something, and all but those that say so change the meaning', () => {
  for (const file of readdirSync(cases)) {
    const said = readFileSync(join(cases, file), 'utf8').split(RULE)[1] ?? '';
    const silent = ['formatting-only.case', 'wave-renamed.case'].includes(file);
    assert.equal(said.includes('nothing is decided otherwise'), silent, file);
  }
});

/** @throws when what is to be replaced is not there just once */
function edited(text: string, edits: string): string {
  const pairs = [...edits.matchAll(/((?:^-.*\n)+)((?:^\+.*\n?)+)/gm)];
  assert.ok(pairs.length > 0);
  return pairs.reduce((changed, [, old = '', now = '']) => {
    const [from, to] = [lines(old), lines(now)];
    assert.equal(changed.split(from).length, 2, `'${from}' stands once in the text`);
    return changed.replace(from, () => to);
  }, text);
}

function lines(marked: string): string {
  return marked
    .trimEnd()
    .split('\n')
    .map((line) => line.slice(2))
    .join('\n')
    .trimEnd();
}

/** A hash follows from everything, and would make each case fail with each of the others. */
function withoutHashes(text: string): string {
  return text.replace(/ +plan \w{12} → \w{12}/, '');
}
