import type { EstimateReport } from './against-estimate.ts';
import { orDash, sayTableMoment } from './html-parts.ts';
import { type Column, htmlTable } from './html-table.ts';
import type { Report, WaveReport } from './report-parts.ts';
import { sayBytes, sayDuration } from './say.ts';

export function waves(report: Report): string {
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

export function machines(report: Report): string {
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

/** What time went to. */
export function waits(report: Report): string {
  const table = htmlTable(
    [
      { title: 'Wave', cell: ({ wave }) => wave, kind: 'name' },
      { title: 'People', cell: ({ people }) => sayDuration(people), kind: 'number' },
      { title: 'Replication', cell: ({ replication }) => sayDuration(replication), kind: 'number' },
      { title: 'The service', cell: ({ service }) => sayDuration(service), kind: 'number' },
      { title: 'Windows and holds', cell: ({ runbook }) => sayDuration(runbook), kind: 'number' },
      { title: 'Checks', cell: ({ checks }) => sayDuration(checks), kind: 'number' },
    ],
    report.waits,
  );
  return table === ''
    ? ''
    : `${table}<p class="soft">How long something of the wave waited for each; what went on at the same time counts once.</p>`;
}

/** What it took, beside what the plan expected. */
export function estimates(report: Report): string {
  return htmlTable(estimateColumns, report.againstEstimate);
}

const estimateColumns: readonly Column<EstimateReport>[] = [
  { title: 'Step', cell: ({ kind }) => kind, kind: 'name' },
  { title: 'Done', cell: ({ steps }) => String(steps), kind: 'number' },
  { title: 'Expected', cell: ({ likely }) => sayDuration(likely), kind: 'number' },
  { title: 'Between', cell: ({ low, high }) => `${sayDuration(low)} and ${sayDuration(high)}`, kind: 'number' },
  { title: 'Half took', cell: ({ median }) => sayDuration(median), kind: 'number' },
  { title: 'Longest', cell: ({ longest }) => sayDuration(longest), kind: 'number' },
  { title: 'Beyond it', cell: ({ over }) => (over === 0 ? '—' : String(over)), kind: 'number' },
];
