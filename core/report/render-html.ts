import type { RunView } from '../run/view.ts';
import { escapeHtml } from './escape-html.ts';
import { estimates, machines, waits, waves } from './html-machines.ts';
import { figures, footer, heading } from './html-overview.ts';
import { bullets, section } from './html-parts.ts';
import { approvals, handovers, open, plans, unapproved } from './html-people.ts';
import { alarms, failureCard, jobs, renamed, risks, survived } from './html-troubles.ts';
import { renderTimeline } from './render-timeline.ts';
import { makeReport } from './report.ts';
import type { CountedRequests } from './report-parts.ts';
import { reportStyle } from './report-style.ts';

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
    section('What it waited for', waits(report)),
    section('Against the estimate', estimates(report)),
    section('Waits for an answer', open(report)),
    section('Failures', report.failures.map(failureCard).join('')),
    section('Alarms', alarms(report)),
    section('Timeline', renderTimeline(view) ?? ''),
    section('Approvals', approvals(report)),
    section('Plans', plans(report)),
    section('Handed over', handovers(report)),
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
