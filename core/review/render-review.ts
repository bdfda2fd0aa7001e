import { counted } from '../plan/readable.ts';
import { apart, table, wrapped } from '../plan/render/columns.ts';
import { type Change, RISKS, type Risk } from './change.ts';
import { figureRows } from './figures.ts';
import type { Review } from './review.ts';

const HEADINGS: Readonly<Record<Risk, string>> = {
  grave: 'GRAVE: less stands before what cannot be taken back, or something else is moved',
  serious: 'SERIOUS: other machines, targets, order or risks',
  notable: 'Notable: other work or other waiting',
  slight: 'Slight: words, figures, and what became better',
};

/** Most changes of one weight that are told one by one; a thousand machines with a thousand news would hide the first. */
const AT_MOST = 40;

/** A review as text, for a terminal or a log: the verdict, the changes by weight, the figures before and after. */
export function renderReview(name: string, { changes, before, after }: Review): string {
  const hashes = `plan ${before.hash.slice(0, 12)} → ${after.hash.slice(0, 12)}`;
  return [
    apart(`${name}: ${verdict(changes)}`, hashes),
    ...RISKS.flatMap((risk) => section(risk, changes)),
    ...(changes.length === 0
      ? []
      : ['', ...table([['', 'before', 'after', ''], ...figureRows(before, after)], new Set([1, 2, 3]))]),
    '',
  ].join('\n');
}

/** One line that says how much is different and how bad it is at its worst. */
export function verdict(changes: readonly Pick<Change, 'risk'>[]): string {
  if (changes.length === 0) return 'nothing is decided otherwise';
  const counts = RISKS.flatMap((risk) => {
    const count = changes.filter((change) => change.risk === risk).length;
    return count === 0 ? [] : [`${count} ${risk}`];
  });
  return `${counted(changes.length, 'change')} of meaning (${counts.join(', ')})`;
}

function section(risk: Risk, changes: readonly Change[]): string[] {
  const own = changes.filter((change) => change.risk === risk);
  if (own.length === 0) return [];
  const hidden = own.length - AT_MOST;
  return [
    '',
    HEADINGS[risk],
    ...own.slice(0, AT_MOST).flatMap(lines),
    ...(hidden > 0 ? [`  … and ${counted(hidden, 'more change')} of this weight`] : []),
  ];
}

function lines({ says, means, at }: Change): string[] {
  return [
    ...wrapped('  - ', says),
    ...(means === undefined ? [] : wrapped('    ', means)),
    ...(at === undefined ? [] : [`    ${place(at)}`]),
  ];
}

/** `site.failback:12`, as editors and terminals make a link of it. */
export function place({ uri, start }: NonNullable<Change['at']>): string {
  return `${decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1))}:${start.line + 1}`;
}
