/** A comparison as a page: what is different by weight, and the figures before and after. Pure. */

import { escapeHtml } from '../../../core/report/escape-html.ts';
import { sayBytes, sayCount } from '../../../core/report/say.ts';
import { RISKS, type Risk } from '../../../core/review/change.ts';
import { figureRows } from '../../../core/review/figures.ts';
import { verdict } from '../../../core/review/render-review.ts';
import type { SourceRange } from '../../../core/runbook/source.ts';
import type { Compared, ComparedChange } from '../../infrastructure/compared.ts';
import { reviewStyle } from './review-style.ts';

export interface ReviewPage {
  /** Which panel the links speak of. */
  readonly panel: string;
  /** What the runbook is compared with, as a person calls it. */
  readonly against: string;
  readonly compared: Compared;
  /** Random, of this page only: it lets our own style in and no other. */
  readonly nonce: string;
}

const HEADINGS: Readonly<Record<Risk, readonly [title: string, means: string]>> = {
  grave: ['Grave', 'less stands before what cannot be taken back, or something else is moved'],
  serious: ['Serious', 'other machines, targets, order or risks'],
  notable: ['Notable', 'other work or other waiting'],
  slight: ['Slight', 'words, figures, and what became better'],
};

/** Most changes of one weight that are told one by one: a page of thousands helps nobody and makes the editor slow. */
const AT_MOST = 200;
/** Most places of one change that are linked. */
const PLACES_AT_MOST = 8;

export function reviewPage({ panel, against, compared, nonce }: ReviewPage): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'">`,
    `<title>${escapeHtml(compared.runbook)}</title>`,
    `<style nonce="${nonce}">${reviewStyle}</style>`,
    '</head>',
    '<body><main>',
    `<header><h1>${escapeHtml(compared.runbook)}</h1>`,
    `<p class="lead ${worst(compared)}">${escapeHtml(sentence(compared))}</p>`,
    `<p class="soft">The saved file, compared with ${escapeHtml(against)}${hashes(compared)}.${plansLink(panel, compared)}</p></header>`,
    ...(compared.kind === 'compared'
      ? [...RISKS.flatMap((risk) => section(risk, panel, compared.review.changes))]
      : []),
    compared.kind === 'compared' ? figures(compared.review) : '',
    '</main></body></html>',
    '',
  ].join('\n');
}

/** Where the new text has what a change is about; empty where only the old one has it. */
export function placesOfChange({ at, inOldText, elsewhere = [] }: ComparedChange): readonly SourceRange[] {
  return at === undefined || inOldText === true ? [] : [at, ...elsewhere];
}

function sentence(compared: Compared): string {
  switch (compared.kind) {
    case 'same':
      return 'Nothing is different.';
    case 'compared':
      return `${capitalized(verdict(compared.review.changes))}.`;
    case 'new':
      return `A new runbook: ${sayCount(compared.figures.machines, 'machine')} in ${sayCount(compared.figures.waves, 'wave')}, up to ${sayBytes(compared.figures.bytes.high)} to move.`;
    case 'gone':
      return 'The runbook is gone.';
    case 'broken':
      return `It cannot be compared, for its text is broken. ${compared.message}`;
  }
}

/** The weight of the gravest change, as a class. */
function worst(compared: Compared): string {
  if (compared.kind === 'broken') return 'grave';
  if (compared.kind !== 'compared') return 'slight';
  return RISKS.find((risk) => compared.review.changes.some((change) => change.risk === risk)) ?? 'slight';
}

function hashes(compared: Compared): string {
  if (compared.kind !== 'compared') return '';
  const [before, after] = [compared.review.before.hash, compared.review.after.hash].map((hash) => hash.slice(0, 12));
  return before === after
    ? `; plan <code>${escapeHtml(after ?? '')}</code>`
    : `; plan <code>${escapeHtml(before ?? '')}</code> → <code>${escapeHtml(after ?? '')}</code>`;
}

function plansLink(panel: string, { kind }: Compared): string {
  return kind === 'same' ? '' : ` ${link('failback.comparePlans', { panel }, 'The plans side by side')}`;
}

function section(risk: Risk, panel: string, changes: readonly ComparedChange[]): string[] {
  const own = changes.map((change, index) => ({ change, index })).filter(({ change }) => change.risk === risk);
  if (own.length === 0) return [];
  const [title, means] = HEADINGS[risk];
  const hidden = own.length - AT_MOST;
  return [
    `<section class="${risk}"><h2>${title} <small>${means}</small></h2>`,
    '<ul>',
    ...own.slice(0, AT_MOST).map(({ change, index }) => entry(panel, change, index)),
    ...(hidden > 0 ? [`<li class="soft">… and ${sayCount(hidden, 'more change')} of this weight</li>`] : []),
    '</ul></section>',
  ];
}

function entry(panel: string, change: ComparedChange, index: number): string {
  const means = change.means === undefined ? '' : `<p>${escapeHtml(change.means)}</p>`;
  return `<li><p class="says">${escapeHtml(change.says)}</p>${means}${where(panel, change, index)}</li>`;
}

function where(panel: string, change: ComparedChange, index: number): string {
  const { at, inOldText } = change;
  if (at !== undefined && inOldText === true) return `<p class="soft">${escapeHtml(placeName(at))} of the old text</p>`;
  const places = placesOfChange(change);
  if (places.length === 0) return '';
  const links = places
    .slice(0, PLACES_AT_MOST)
    .map((place, number) => link('failback.showChange', { panel, change: index, place: number }, placeName(place)));
  const hidden = places.length - PLACES_AT_MOST;
  return `<p class="where">${links.join(', ')}${hidden > 0 ? ` and ${hidden} more` : ''}</p>`;
}

function figures({ changes, before, after }: Extract<Compared, { kind: 'compared' }>['review']): string {
  if (changes.length === 0) return '';
  const rows = figureRows(before, after).map(
    ([what, ...cells]) =>
      `<tr><th scope="row">${escapeHtml(what)}</th>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`,
  );
  return [
    '<section><h2>Figures</h2><table>',
    '<thead><tr><td></td><th scope="col">before</th><th scope="col">now</th><td></td></tr></thead>',
    `<tbody>${rows.join('')}</tbody></table></section>`,
  ].join('\n');
}

function link(command: string, argument: object, text: string): string {
  const href = `command:${command}?${encodeURIComponent(JSON.stringify([argument]))}`;
  return `<a href="${escapeHtml(href)}">${escapeHtml(text)}</a>`;
}

function placeName({ uri, start }: SourceRange): string {
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  return `${decoded(name)}:${start.line + 1}`;
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
