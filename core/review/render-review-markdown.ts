import { counted } from '../plan/readable.ts';
import { escapeMarkdown } from '../report/render-markdown.ts';
import type { Change, Risk } from './change.ts';
import { figureRows } from './figures.ts';
import { place, verdict } from './render-review.ts';
import type { Review } from './review.ts';

const MARKS: Readonly<Record<Risk, string>> = { grave: '🔴', serious: '🟠', notable: '🔵', slight: '⚪' };

/** A comment on a pull request has 65,536 characters; several runbooks may share it. */
const AT_MOST = 60;

/** A review as Markdown, for a pull request: the verdict, a table of the changes, the figures before and after. */
export function renderReviewMarkdown(name: string, { changes, before, after }: Review): string {
  const shown = changes.slice(0, AT_MOST);
  const hidden = changes.length - shown.length;
  return [
    `## ${escapeMarkdown(name)}: ${verdict(changes)}`,
    '',
    `Plan \`${before.hash.slice(0, 12)}\` → \`${after.hash.slice(0, 12)}\`.`,
    ...(changes.length === 0 ? [] : ['', '| | What is different | Where |', '|---|---|---|', ...shown.map(row)]),
    ...(hidden > 0 ? ['', `… and ${counted(hidden, 'more change')}, none graver than the last one shown.`] : []),
    ...(changes.length === 0 ? [] : ['', ...figures(before, after)]),
    '',
  ].join('\n');
}

function row({ risk, says, means, at }: Change): string {
  const what = [escapeMarkdown(says), ...(means === undefined ? [] : [escapeMarkdown(means)])].join('<br>');
  return `| ${MARKS[risk]} ${risk} | ${what} | ${at === undefined ? '' : escapeMarkdown(place(at))} |`;
}

function figures(before: Review['before'], after: Review['after']): string[] {
  return [
    '| | before | after | |',
    '|---|---:|---:|---:|',
    ...figureRows(before, after).map((cells) => `| ${cells.map(escapeMarkdown).join(' | ')} |`),
  ];
}
