import { escapeHtml } from './escape-html.ts';
import type { Report } from './report-parts.ts';
import { sayBytes, sayCount, sayDuration, sayMoment } from './say.ts';
import { sayTarget, verdictOf } from './verdict.ts';

export function heading(report: Report, title: string): string {
  const { summary } = report;
  const verdict = verdictOf(report);
  const change = summary.change === null ? '' : ` <span class="soft">${escapeHtml(summary.change)}</span>`;
  const documentation =
    summary.documentation === null ? '' : `<p class="soft">${escapeHtml(summary.documentation)}</p>`;
  return [
    `<header><h1>${escapeHtml(title)}${change} <span class="badge ${verdict.tone}">${escapeHtml(verdict.label)}</span></h1>`,
    documentation,
    `<p class="lead">${escapeHtml(verdict.sentence)}</p></header>`,
  ].join('\n');
}

export function figures({ summary, waves, survived, approvals, requests }: Report): string {
  const judged = waves.filter(({ objectiveMet }) => objectiveMet !== null);
  const met = judged.filter(({ objectiveMet }) => objectiveMet).length;
  const entries: [string, string, string][] = [
    [
      'Machines home',
      `${summary.home} of ${summary.machines}`,
      `${sayBytes(summary.bytes.low)} to ${sayBytes(summary.bytes.high)} to move`,
    ],
    [
      'Took',
      summary.took === null ? 'not begun' : sayDuration(summary.took),
      `estimated ${sayDuration(summary.estimated.low)} to ${sayDuration(summary.estimated.high)}`,
    ],
  ];
  if (judged.length > 0) entries.push(['Objective met', `${met} of ${judged.length}`, 'recovery time, each wave']);
  entries.push(['Answers given', String(approvals.length), 'approvals and confirmations']);
  entries.push(['Faults survived', String(survived.length), 'retried or adopted']);
  if (requests !== null) {
    entries.push([
      'Requests',
      String(requests.mutating + requests.reading),
      `${requests.mutating} mutating; counted by ${requests.countedBy}`,
    ]);
  }
  const cells = entries.map(
    ([term, value, note]) =>
      `<div><dt>${term}</dt><dd>${escapeHtml(value)} <small>${escapeHtml(note)}</small></dd></div>`,
  );
  return `<dl class="figures">${cells.join('')}</dl>`;
}

export function footer({ summary }: Report): string {
  const began = summary.startedAt === null ? 'not begun' : `from ${sayMoment(summary.startedAt)}`;
  const ended = summary.endedAt === null ? `as of ${sayMoment(summary.asOf)}` : `to ${sayMoment(summary.endedAt)}`;
  const taken =
    summary.takeOvers === 0 ? '' : ` Taken over ${sayCount(summary.takeOvers, 'time')} after its process ended.`;
  return [
    `<footer><p>Run <code>${escapeHtml(summary.runId)}</code> on ${escapeHtml(sayTarget(summary.target))}, ${began} ${ended}, started by ${escapeHtml(summary.startedBy)}.${taken}</p>`,
    `<p>Plan <code>${escapeHtml(summary.planHash)}</code>, vault ${escapeHtml(summary.vault)}, ${summary.architecture} architecture. All times are the service’s, in UTC.</p></footer>`,
  ].join('\n');
}
