import { armName } from '../inventory/world.ts';
import type { Timestamp } from '../quantity.ts';
import type { RunView } from '../run/view.ts';
import { escapeHtml } from './escape-html.ts';
import { type Column, htmlTable } from './html-table.ts';
import { renderTimeline } from './render-timeline.ts';
import { type CountedRequests, type FailureReport, makeReport, type Report, type WaveReport } from './report.ts';
import { reportStyle } from './report-style.ts';
import { sayBytes, sayCount, sayDuration, sayMoment } from './say.ts';
import { sayAlarm } from './say-alarm.ts';
import { sayTarget, verdictOf } from './verdict.ts';

/** The report as one HTML file that loads nothing, runs nothing and prints well. */
export function renderHtmlReport(view: RunView, requests?: CountedRequests): string {
  const report = makeReport(view, requests);
  const title = `Failback of ${report.summary.runbook}`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`,
    `<title>${escapeHtml(title)}</title>`,
    `<style>${reportStyle}</style>`,
    '</head>',
    '<body><main>',
    heading(report, title),
    figures(report),
    section('Recovery time', waves(report)),
    section('Machines', machines(report)),
    section('Waits for an answer', open(report)),
    section('Failures', report.failures.map(failureCard).join('')),
    section('Alarms', alarms(report)),
    section('Timeline', renderTimeline(view) ?? ''),
    section('Approvals', approvals(report)),
    section('Passed without approval', unapproved(report)),
    section('Faults survived', survived(report)),
    section('Accepted risks', risks(report)),
    section('What is left behind', bullets(report.leftBehind)),
    section('Renamed items', renamed(report)),
    section('Jobs', jobs(report)),
    footer(report),
    '</main></body></html>',
    '',
  ].join('\n');
}

function section(title: string, content: string): string {
  return content === '' ? '' : `<section><h2>${title}</h2>\n${content}</section>`;
}

function heading(report: Report, title: string): string {
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

function figures({ summary, waves, survived, approvals, requests }: Report): string {
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

function waves(report: Report): string {
  const columns: Column<WaveReport>[] = [
    { title: 'Wave', cell: ({ name }) => name, kind: 'name' },
    { title: 'State', cell: ({ status }) => status },
    { title: 'Home', cell: ({ home, machines: all }) => `${home} of ${all}`, kind: 'number' },
    { title: 'Recovery time', cell: ({ recoveryTime }) => orDash(recoveryTime, sayDuration), kind: 'number' },
    { title: 'Objective', cell: ({ objective }) => orDash(objective, sayDuration), kind: 'number' },
    {
      title: 'Verdict',
      cell: ({ objectiveMet }) => orDash(objectiveMet, (met) => (met ? 'met' : 'missed')),
      kind: 'verdict',
    },
  ];
  const note =
    '<p class="soft">From the start of a wave’s first failover until its last failover, traffic switch and probe was done.</p>';
  return htmlTable(columns, report.waves) + note;
}

function machines(report: Report): string {
  return htmlTable(
    [
      { title: 'Machine', cell: ({ name }) => name, kind: 'name' },
      { title: 'Wave', cell: ({ wave }) => wave },
      { title: 'State', cell: ({ status, current }) => (status === 'home' ? 'home' : `${status}: ${current}`) },
      { title: 'System', cell: ({ os }) => orDash(os) },
      {
        title: 'To',
        cell: ({ location, datastore }) => `${datastore ?? '—'}${location === 'alternate' ? ', new machine' : ''}`,
      },
      { title: 'Via', cell: ({ via }) => orDash(via) },
      {
        title: 'Disks',
        cell: ({ disks, bytes }) => `${disks ?? '—'}${bytes === null ? '' : `, ${sayBytes(bytes)}`}`,
        kind: 'number',
      },
      {
        title: 'Failover began',
        cell: ({ failoverStartedAt }) => orDash(failoverStartedAt, sayTableMoment),
        kind: 'time',
      },
      { title: 'Recovery', cell: ({ recoveryTime }) => orDash(recoveryTime, sayDuration), kind: 'number' },
      { title: 'Home since', cell: ({ homeAt }) => orDash(homeAt, sayTableMoment), kind: 'time' },
    ],
    report.machines,
  );
}

function failureCard(failure: FailureReport): string {
  const entry = (term: string, text: string | undefined) =>
    text === undefined || text === '' ? '' : `<dt>${term}</dt><dd>${escapeHtml(text)}</dd>`;
  // The remedy's commands stand on lines of their own, so its line breaks are kept.
  const remedy = failure.remedy.split('\n').map(escapeHtml).join('\n');
  return [
    `<article class="card"><h3>${escapeHtml(failure.title)} <code>${escapeHtml(failure.code)}</code></h3>`,
    `<p>${escapeHtml(failure.message)}</p><dl>`,
    entry('Possible causes', failure.possibleCauses),
    entry('The service recommends', failure.recommendedAction),
    entry('Rule', failure.rule),
    `<dt>What to do</dt><dd>${remedy}</dd></dl></article>`,
  ].join('');
}

function open(report: Report): string {
  return report.open
    .map(({ title, wave, by, how }) => {
      const where = wave === null ? '' : `, wave ${escapeHtml(wave)}`;
      const steps = how.map((what) => `<p>${escapeHtml(what)}</p>`).join('');
      return `<article class="card warn"><p>${escapeHtml(title)}${where}<br><span class="soft">by ${escapeHtml(by ?? 'anyone')}</span></p>${steps}</article>`;
    })
    .join('');
}

function alarms(report: Report): string {
  return report.alarms
    .map(
      (alarm) =>
        `<article class="card warn"><p>${escapeHtml(sayAlarm(alarm))} <span class="soft">${sayMoment(alarm.at)}</span></p></article>`,
    )
    .join('');
}

function approvals(report: Report): string {
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

function unapproved(report: Report): string {
  return htmlTable(
    [
      { title: 'Before', cell: ({ stage }) => stage, kind: 'name' },
      { title: 'Wave', cell: ({ wave }) => wave },
      { title: 'Because', cell: ({ because }) => because },
    ],
    report.withoutApproval,
  );
}

function survived(report: Report): string {
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

function risks(report: Report): string {
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

function renamed(report: Report): string {
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

function jobs(report: Report): string {
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

function bullets(sentences: readonly string[]): string {
  return sentences.length === 0
    ? ''
    : `<ul>${sentences.map((sentence) => `<li>${escapeHtml(sentence)}</li>`).join('')}</ul>`;
}

function footer({ summary }: Report): string {
  const began = summary.startedAt === null ? 'not begun' : `from ${sayMoment(summary.startedAt)}`;
  const ended = summary.endedAt === null ? `as of ${sayMoment(summary.asOf)}` : `to ${sayMoment(summary.endedAt)}`;
  const taken =
    summary.takeOvers === 0 ? '' : ` Taken over ${sayCount(summary.takeOvers, 'time')} after its process ended.`;
  return [
    `<footer><p>Run <code>${escapeHtml(summary.runId)}</code> on ${escapeHtml(sayTarget(summary.target))}, ${began} ${ended}, started by ${escapeHtml(summary.startedBy)}.${taken}</p>`,
    `<p>Plan <code>${escapeHtml(summary.planHash)}</code>, vault ${escapeHtml(summary.vault)}, ${summary.architecture} architecture. All times are the service’s, in UTC.</p></footer>`,
  ].join('\n');
}

/** Without the zone, which the footer gives for all tables. */
function sayTableMoment(at: Timestamp): string {
  return sayMoment(at).replace(' UTC', '');
}

function orDash<T>(value: T | null | undefined, say: (value: T) => string = String): string {
  return value === null || value === undefined ? '—' : say(value);
}
