import { armName } from '../inventory/world.ts';
import { escapeHtml } from './escape-html.ts';
import { orDash, sayTableMoment } from './html-parts.ts';
import { htmlTable } from './html-table.ts';
import type { FailureReport, Report } from './report-parts.ts';
import { sayCount, sayMoment } from './say.ts';
import { sayAlarm } from './say-alarm.ts';

export function failureCard(failure: FailureReport): string {
  const entry = (term: string, text: string | undefined) =>
    text === undefined || text === '' ? '' : `<dt>${term}</dt><dd>${escapeHtml(text)}</dd>`;
  return [
    `<article class="card"><h3>${escapeHtml(failure.title)} <code>${escapeHtml(failure.code)}</code></h3>`,
    `<p>${escapedLines(failure.message)}</p>${changedFacts(failure)}<dl>`,
    entry('Possible causes', failure.possibleCauses),
    entry('The service recommends', failure.recommendedAction),
    entry('Rule', failure.rule),
    `<dt>What to do</dt><dd>${escapedLines(failure.remedy)}</dd></dl></article>`,
  ].join('');
}

/** Commands stand on lines of their own, to be copied. */
function escapedLines(text: string): string {
  return text.split('\n').map(escapeHtml).join('\n');
}

function changedFacts({ facts = [] }: FailureReport): string {
  if (facts.length === 0) return '';
  return htmlTable(
    [
      { title: 'Changed', cell: ({ fact }) => fact, kind: 'name' },
      { title: 'Was', cell: ({ before }) => before },
      { title: 'Is', cell: ({ now }) => now },
      {
        title: 'Steps that rest on it',
        cell: ({ steps, more }) => [...steps, ...(more === 0 ? [] : [`and ${more} more`])].join(', '),
        kind: 'code',
      },
    ],
    facts,
  );
}

export function alarms(report: Report): string {
  return report.alarms
    .map(
      (alarm) =>
        `<article class="card warn"><p>${escapeHtml(sayAlarm(alarm))} <span class="soft">${sayMoment(alarm.at)}</span></p></article>`,
    )
    .join('');
}

export function survived(report: Report): string {
  return htmlTable(
    [
      { title: 'Step', cell: ({ title }) => title, kind: 'name' },
      { title: 'How', cell: ({ how }) => how },
      { title: 'Calls', cell: ({ attempts }) => String(attempts), kind: 'number' },
      { title: 'What happened', cell: ({ sentences }) => sentences.join(' ') },
    ],
    report.survived,
  );
}

export function risks(report: Report): string {
  return htmlTable(
    [
      { title: 'Rule', cell: ({ code }) => code, kind: 'name' },
      { title: 'Risk', cell: ({ title }) => title },
      { title: 'For', cell: ({ subject }) => subject },
      { title: 'Because', cell: ({ because }) => because },
      { title: 'By', cell: ({ by }) => orDash(by) },
      { title: 'Until', cell: ({ until }) => orDash(until, (day) => day.slice(0, 10)), kind: 'time' },
    ],
    report.acceptedRisks,
  );
}

export function renamed(report: Report): string {
  return htmlTable(
    [
      { title: 'When', cell: ({ at }) => sayTableMoment(at), kind: 'time' },
      { title: 'Machine', cell: ({ machine }) => machine, kind: 'name' },
      { title: 'Protected item', cell: ({ to }) => armName(to), kind: 'code' },
      { title: 'Before', cell: ({ from }) => armName(from), kind: 'code' },
    ],
    report.renamedItems,
  );
}

export function jobs(report: Report): string {
  if (report.jobs.length === 0) return '';
  const table = htmlTable(
    [
      { title: 'Step', cell: ({ title }) => title },
      { title: 'Job', cell: ({ jobId }) => jobId, kind: 'code' },
      { title: 'Request id', cell: ({ requestId }) => requestId ?? '', kind: 'code' },
      { title: 'Known by', cell: ({ knownBy }) => orDash(knownBy) },
    ],
    report.jobs,
  );
  return `<details><summary>${sayCount(report.jobs.length, 'job')} of Site Recovery, for a support request</summary>${table}</details>`;
}
