import { armName } from '../inventory/world.ts';
import type { RunView } from '../run/view.ts';
import { showControls } from '../show-controls.ts';
import { type CountedRequests, makeReport, type Report } from './report.ts';
import { sayBytes, sayDuration, sayMoment } from './say.ts';
import { sayAlarm } from './say-alarm.ts';
import { sayTarget, verdictOf } from './verdict.ts';

/** The report as Markdown, for a change ticket or a pull request. */
export function renderMarkdownReport(view: RunView, requests?: CountedRequests): string {
  const report = makeReport(view, requests);
  const parts = [
    heading(report),
    waves(report),
    machines(report),
    waits(report),
    estimates(report),
    list(
      'Waits for an answer',
      report.open.map(({ title, wave, by, how }) =>
        [`${title}${wave === null ? '' : `, wave ${wave}`}, by ${by ?? 'anyone'}`, ...how].join(' '),
      ),
    ),
    failures(report),
    list(
      'Alarms',
      report.alarms.map((alarm) => `${sayMoment(alarm.at)}: ${sayAlarm(alarm)}`),
    ),
    approvals(report),
    plans(report),
    handovers(report),
    unapproved(report),
    survived(report),
    risks(report),
    list('What is left behind', report.leftBehind),
    renamed(report),
    jobs(report),
    footer(report),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function heading(report: Report): string {
  const { summary, requests } = report;
  const verdict = verdictOf(report);
  const took = summary.took === null ? 'not begun' : sayDuration(summary.took);
  const facts = [
    `Took ${took}, estimated ${sayDuration(summary.estimated.low)} to ${sayDuration(summary.estimated.high)}.`,
    ...(requests === null
      ? []
      : [
          `${requests.mutating + requests.reading} requests, ${requests.mutating} of them mutating (counted by ${requests.countedBy}).`,
        ]),
  ];
  const change = summary.change === null ? '' : ` (${escapeMarkdown(summary.change)})`;
  return [
    `# Failback of ${escapeMarkdown(summary.runbook)}${change}: ${verdict.label}`,
    ...(summary.documentation === null ? [] : [escapeMarkdown(summary.documentation)]),
    `**${escapeMarkdown(verdict.sentence)}** ${facts.join(' ')}`,
  ].join('\n\n');
}

function waves({ waves: rows }: Report): string {
  return table(
    'Recovery time',
    ['Wave', 'State', 'Home', 'Recovery time', 'Objective', 'Verdict'],
    rows.map((wave) => [
      wave.name,
      wave.status,
      `${wave.home} of ${wave.machines}`,
      orDash(wave.recoveryTime, sayDuration),
      orDash(wave.objective, sayDuration),
      orDash(wave.objectiveMet, (met) => (met ? 'met' : '**missed**')),
    ]),
  );
}

function machines({ machines: rows }: Report): string {
  return table(
    'Machines',
    ['Machine', 'Wave', 'State', 'To', 'Disks', 'Failover began', 'Recovery', 'Home since'],
    rows.map((machine) => [
      machine.name,
      machine.wave,
      machine.status === 'home' ? 'home' : `${machine.status}: ${machine.current}`,
      `${machine.datastore ?? '—'}${machine.location === 'alternate' ? ', new machine' : ''}`,
      `${machine.disks ?? '—'}${machine.bytes === null ? '' : `, ${sayBytes(machine.bytes)}`}`,
      orDash(machine.failoverStartedAt, sayMoment),
      orDash(machine.recoveryTime, sayDuration),
      orDash(machine.homeAt, sayMoment),
    ]),
  );
}

function waits({ waits: rows }: Report): string {
  return table(
    'What it waited for',
    ['Wave', 'People', 'Replication', 'The service', 'Windows and holds', 'Checks'],
    rows.map(({ wave, people, replication, service, runbook, checks }) => [
      wave,
      ...[people, replication, service, runbook, checks].map(sayDuration),
    ]),
  );
}

function estimates({ againstEstimate: rows }: Report): string {
  return table(
    'Against the estimate',
    ['Step', 'Done', 'Expected', 'Between', 'Half took', 'Longest', 'Beyond it'],
    rows.map(({ kind, steps, low, likely, high, median, longest, over }) => [
      kind,
      String(steps),
      sayDuration(likely),
      `${sayDuration(low)} and ${sayDuration(high)}`,
      sayDuration(median),
      sayDuration(longest),
      over === 0 ? '—' : String(over),
    ]),
  );
}

function failures({ failures: rows }: Report): string {
  if (rows.length === 0) return '';
  const blocks = rows.map((failure) =>
    [
      `### ${escapeMarkdown(failure.title)} (${escapeMarkdown(failure.code)})`,
      escapeMarkdown(failure.message),
      ...(failure.possibleCauses === undefined ? [] : [`Possible causes: ${escapeMarkdown(failure.possibleCauses)}`]),
      ...(failure.recommendedAction === undefined
        ? []
        : [`The service recommends: ${escapeMarkdown(failure.recommendedAction)}`]),
      ...(failure.rule === undefined ? [] : [`Rule: ${failure.rule}`]),
      `What to do: ${failure.remedy.split('\n').map(escapeMarkdown).join('\n')}`,
    ].join('\n\n'),
  );
  return ['## Failures', ...blocks].join('\n\n');
}

function approvals({ approvals: rows }: Report): string {
  return table(
    'Approvals',
    ['When', 'Gate', 'Answer', 'Who', 'Identity', 'Comment'],
    rows.map((row) => [
      sayMoment(row.at),
      row.gate,
      `${row.answer}${row.otherPlan ? ' (on another plan)' : ''}`,
      row.who,
      row.proof,
      row.comment ?? '',
    ]),
  );
}

function plans({ plans: rows }: Report): string {
  if (rows.length < 2) return '';
  return table(
    'Plans',
    ['Since', 'Plan', 'By', 'Because', 'Decided otherwise'],
    rows.map(({ since, hash, who, because, moved }) => [
      sayMoment(since),
      hash.slice(0, 12),
      who,
      because ?? 'the run began with it',
      moved.join(' '),
    ]),
  );
}

function handovers({ handovers: rows }: Report): string {
  return table(
    'Handed over',
    ['When', 'From', 'To', 'Note'],
    rows.map(({ at, from, to, note }) => [sayMoment(at), from, to, note ?? '']),
  );
}

function unapproved({ withoutApproval }: Report): string {
  const rows = withoutApproval.map(({ stage, wave, because }) => [stage, wave, because]);
  return table('Passed without approval', ['Before', 'Wave', 'Because'], rows);
}

function survived({ survived: rows }: Report): string {
  return table(
    'Faults survived',
    ['Step', 'How', 'Calls', 'What happened'],
    rows.map((row) => [row.title, row.how, String(row.attempts), row.sentences.join(' ')]),
  );
}

function risks({ acceptedRisks }: Report): string {
  return table(
    'Accepted risks',
    ['Rule', 'Risk', 'For', 'Because', 'By', 'Until'],
    acceptedRisks.map((risk) => [
      risk.code,
      risk.title,
      risk.subject,
      risk.because,
      risk.by ?? '—',
      risk.until?.slice(0, 10) ?? '—',
    ]),
  );
}

function renamed({ renamedItems }: Report): string {
  const rows = renamedItems.map(({ at, machine, from, to }) => [sayMoment(at), machine, armName(to), armName(from)]);
  return table('Renamed items', ['When', 'Machine', 'Protected item', 'Before'], rows);
}

function jobs({ jobs: rows }: Report): string {
  return table(
    'Jobs',
    ['Step', 'Job', 'Request id', 'Known by'],
    rows.map((row) => [row.title, row.jobId, row.requestId ?? '', row.knownBy ?? '—']),
  );
}

function footer({ summary }: Report): string {
  const began = summary.startedAt === null ? 'not begun' : `from ${sayMoment(summary.startedAt)}`;
  const ended = summary.endedAt === null ? `as of ${sayMoment(summary.asOf)}` : `to ${sayMoment(summary.endedAt)}`;
  const taken = summary.takeOvers === 0 ? '' : ` Take-overs after its process ended: ${summary.takeOvers}.`;
  return `Run ${escapeMarkdown(summary.runId)} on ${escapeMarkdown(sayTarget(summary.target))}, ${began} ${ended}, started by ${escapeMarkdown(summary.startedBy)}.${taken} Plan ${summary.planHash}. All times are the service’s, in UTC.`;
}

function list(title: string, sentences: readonly string[]): string {
  return sentences.length === 0
    ? ''
    : `## ${title}\n\n${sentences.map((sentence) => `- ${escapeMarkdown(sentence)}`).join('\n')}`;
}

function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell || ' ').join(' | ')} |`;
  const body = rows.map((cells) => line(cells.map((cell) => (cell === '**missed**' ? cell : escapeMarkdown(cell)))));
  return [`## ${title}`, '', line(head), line(head.map(() => '---')), ...body].join('\n');
}

/** Keeps names and messages from the world from becoming links, HTML or table cells. */
export function escapeMarkdown(text: string): string {
  return showControls(text)
    .replace(/[\\`*_[\]<>|~]/g, '\\$&')
    .replace(/&/g, '&amp;');
}

function orDash<T>(value: T | null, say: (value: T) => string): string {
  return value === null ? '—' : say(value);
}
