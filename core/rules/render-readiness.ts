import type { Assessment, Finding, Judgement, Standing } from './assessment.ts';

/** Machines and the like beyond this many are summed up, so that ten thousand fit on a terminal. */
const MAX_ROWS = 40;
/** Findings of one rule beyond this many are counted only. */
const MAX_SUBJECTS = 3;

const COLUMNS = ['holds', 'broken', 'unknown', 'declared', 'accepted', 'attested'] as const satisfies Standing[];
/** What stands in the way the most comes first. */
const ORDER: readonly Standing[] = ['broken', 'unknown', 'declared', 'accepted', 'attested', 'holds'];

type Counts = Readonly<Record<Standing, number>>;

/** How every machine (appliance, wave, …) stands, and below it what is open; plain text of fixed width. */
export function renderReadiness(assessment: Assessment): string {
  const rows = [...Map.groupBy(assessment.judgements, ({ subject }) => subject)].map(
    ([subject, judgements]) => ({ subject, counts: countsOf(judgements), blocks: false }) as const,
  );
  const blocking = new Set(assessment.findings.filter(({ blocks }) => blocks).map(({ subject }) => subject));
  const sorted = rows
    .map((row) => ({ ...row, blocks: blocking.has(row.subject) }))
    .sort((one, other) => Number(other.blocks) - Number(one.blocks) || other.counts.broken - one.counts.broken);
  return [table(sorted), summary(assessment), openFindings(assessment.findings)]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

function table(
  rows: readonly { readonly subject: string; readonly counts: Counts; readonly blocks: boolean }[],
): string {
  const shown = rows.slice(0, MAX_ROWS);
  const hidden = rows.slice(MAX_ROWS);
  const lines = shown.map(({ subject, counts, blocks }) => [subject, ...cells(counts), blocks ? 'blocked' : 'ready']);
  if (hidden.length > 0) {
    const blocked = hidden.filter(({ blocks }) => blocks).length;
    const verdict = blocked === 0 ? 'ready' : `${blocked} blocked`;
    lines.push([`and ${hidden.length} more`, ...cells(summed(hidden.map(({ counts }) => counts))), verdict]);
  }
  const header = ['', ...COLUMNS, ''];
  const widths = header.map((title, column) =>
    Math.max(title.length, ...lines.map((line) => (line[column] ?? '').length)),
  );
  return [header, ...lines]
    .map((line) =>
      line
        .map((cell, column) => aligned(cell, widths[column] ?? 0, column))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Names and verdicts to the left, figures to the right. */
function aligned(cell: string, width: number, column: number): string {
  return column > 0 && column <= COLUMNS.length ? cell.padStart(width) : cell.padEnd(width);
}

function cells(counts: Counts): readonly string[] {
  return COLUMNS.map((standing) => (counts[standing] === 0 ? '·' : String(counts[standing])));
}

function summary({ judgements, findings }: Assessment): string {
  const counts = countsOf(judgements);
  const blocking = findings.filter(({ blocks }) => blocks).length;
  const told = COLUMNS.filter((standing) => counts[standing] > 0).map((standing) => `${counts[standing]} ${standing}`);
  const verdict =
    blocking === 0
      ? 'Nothing stands in the way of a live run.'
      : `${blocking} of these stand in the way of a live run.`;
  return `${told.length === 0 ? 'Nothing was judged' : told.join(', ')}. ${verdict}`;
}

function openFindings(findings: readonly Finding[]): string {
  const groups = [...Map.groupBy(findings, ({ standing, code }) => `${standing} ${code}`).values()];
  return groups
    .sort(([one], [other]) => rank(one) - rank(other))
    .map(groupLines)
    .join('\n');
}

function groupLines(group: readonly Finding[]): string {
  const [first] = group;
  if (first === undefined) return '';
  const { code, title, severity, standing } = first;
  const hidden = group.length - MAX_SUBJECTS;
  return [
    `${standing.padEnd(8)}  ${code}  ${title} (${severity}${group.some(({ blocks }) => blocks) ? ', blocks' : ''})`,
    ...group.slice(0, MAX_SUBJECTS).map((finding) => `          ${why(finding)}`),
    ...(hidden > 0 ? [`          and ${hidden} more: ${listedShortly(group.slice(MAX_SUBJECTS))}`] : []),
  ].join('\n');
}

function why({ standing, subject, missing, message, acceptedBecause }: Finding): string {
  if (standing === 'accepted') return `${subject}: accepted, because ${acceptedBecause}`;
  return missing === undefined ? message : `${subject}: ${missing.reason}`;
}

function listedShortly(findings: readonly Finding[]): string {
  const names = findings.slice(0, 8).map(({ subject }) => subject);
  return findings.length > names.length ? `${names.join(', ')}, …` : names.join(', ');
}

function rank(finding: Finding | undefined): number {
  return finding === undefined ? ORDER.length : ORDER.indexOf(finding.standing);
}

function countsOf(judgements: readonly Judgement[]): Counts {
  const counts = noCounts();
  for (const { standing } of judgements) counts[standing] += 1;
  return counts;
}

function summed(all: readonly Counts[]): Counts {
  const sum = noCounts();
  for (const counts of all) for (const standing of COLUMNS) sum[standing] += counts[standing];
  return sum;
}

function noCounts(): Record<Standing, number> {
  return { holds: 0, broken: 0, declared: 0, unknown: 0, accepted: 0, attested: 0 };
}
