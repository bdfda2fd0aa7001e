import { escapeHtml } from './escape-html.ts';
import { orDash, sayTableMoment } from './html-parts.ts';
import { htmlTable } from './html-table.ts';
import type { Report } from './report-parts.ts';

export function open(report: Report): string {
  return report.open
    .map(({ title, wave, by, how }) => {
      const where = wave === null ? '' : `, wave ${escapeHtml(wave)}`;
      const steps = how.map((what) => `<p>${escapeHtml(what)}</p>`).join('');
      return `<article class="card warn"><p>${escapeHtml(title)}${where}<br><span class="soft">by ${escapeHtml(by ?? 'anyone')}</span></p>${steps}</article>`;
    })
    .join('');
}

export function approvals(report: Report): string {
  const table = htmlTable(
    [
      { title: 'When', cell: ({ at }) => sayTableMoment(at), kind: 'time' },
      { title: 'Gate', cell: ({ gate }) => gate },
      { title: 'Wave', cell: ({ wave }) => orDash(wave) },
      { title: 'Answer', cell: ({ answer, otherPlan }) => `${answer}${otherPlan ? ' (on another plan)' : ''}` },
      { title: 'Who', cell: ({ who }) => who, kind: 'name' },
      { title: 'Identity', cell: ({ proof }) => proof },
      { title: 'Comment', cell: ({ comment }) => comment ?? '' },
    ],
    report.approvals,
  );
  if (!report.approvals.some(({ proof }) => proof === 'claimed')) return table;
  return table === ''
    ? ''
    : `${table}<p class="soft">Claimed: the name was typed, nobody proved it. Proven: signed with the person’s own key or account.</p>`;
}

export function unapproved(report: Report): string {
  return htmlTable(
    [
      { title: 'Before', cell: ({ stage }) => stage, kind: 'name' },
      { title: 'Wave', cell: ({ wave }) => wave },
      { title: 'Because', cell: ({ because }) => because },
    ],
    report.withoutApproval,
  );
}

/** Where a run was planned anew: by whom, why, and what it decided otherwise from then on. */
export function plans(report: Report): string {
  if (report.plans.length < 2) return '';
  return htmlTable(
    [
      { title: 'Since', cell: ({ since }) => sayTableMoment(since), kind: 'time' },
      { title: 'Plan', cell: ({ hash }) => hash.slice(0, 12), kind: 'code' },
      { title: 'By', cell: ({ who }) => who, kind: 'name' },
      { title: 'Because', cell: ({ because }) => because ?? 'the run began with it' },
      { title: 'Decided otherwise', cell: ({ moved }) => moved.join(' ') },
    ],
    report.plans,
  );
}

/** Who looked after the run. */
export function handovers(report: Report): string {
  return htmlTable(
    [
      { title: 'When', cell: ({ at }) => sayTableMoment(at), kind: 'time' },
      { title: 'From', cell: ({ from }) => from, kind: 'name' },
      { title: 'To', cell: ({ to }) => to, kind: 'name' },
      { title: 'Note', cell: ({ note }) => note ?? '' },
    ],
    report.handovers,
  );
}
