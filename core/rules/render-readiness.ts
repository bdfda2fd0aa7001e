import type { Seconds } from '../quantity.ts';
import { showControls, showControlsInLines } from '../show-controls.ts';
import type { Assessment, Finding, Judgement, Standing } from './assessment.ts';
import { durationText } from './duration-text.ts';

/** Machines and the like beyond this many are summed up, so that ten thousand fit on a terminal. */
const MAX_ROWS = 40;
/** Findings of one rule beyond this many are named only; what is unknown for one is unknown for all in the same way. */
const MAX_TOLD = { broken: 3, accepted: 3, declared: 1, unknown: 1 } as const;

const MAX_NAMES = 8;
/** Columns of a line of text; a terminal of the usual width shows it unbroken. */
const WIDTH = 110;
const INDENT = ' '.repeat(10);

const COLUMNS = ['holds', 'broken', 'unknown', 'declared', 'accepted', 'attested'] as const satisfies Standing[];
/** What stands in the way the most comes first. */
const ORDER: readonly Standing[] = ['broken', 'unknown', 'declared', 'accepted', 'attested', 'holds'];

type Counts = Readonly<Record<Standing, number>>;

/** One machine, appliance, … of the table. */
interface Row {
  readonly subject: string;
  readonly counts: Counts;
  readonly blocks: boolean;
  /** How old the oldest fact is that its verdicts rest on; undefined where they rest on the text. */
  readonly oldest: Seconds | undefined;
}

/** How every machine (appliance, wave, …) stands, by facts of which age, and below it what is open; plain text of fixed width. */
export function renderReadiness(assessment: Assessment, asOf: Date): string {
  const rows = [...Map.groupBy(assessment.judgements, ({ subject }) => subject)].map(
    ([subject, judgements]): Row => ({
      subject,
      counts: countsOf(judgements),
      blocks: false,
      oldest: oldestOf(judgements, asOf),
    }),
  );
  const blocking = new Set(assessment.findings.filter(({ blocks }) => blocks).map(({ subject }) => subject));
  const sorted = rows
    .map((row) => ({ ...row, blocks: blocking.has(row.subject) }))
    .sort((one, other) => Number(other.blocks) - Number(one.blocks) || other.counts.broken - one.counts.broken);
  const parts = [table(sorted), summary(assessment), openFindings(assessment.findings)].filter((part) => part !== '');
  // Names and facts come from Azure, vCenter and a pull request: what would hide or reorder characters is written out.
  return showControlsInLines(`${parts.join('\n\n')}\n`);
}

function table(rows: readonly Row[]): string {
  const shown = rows.slice(0, MAX_ROWS);
  const hidden = rows.slice(MAX_ROWS);
  const aged = rows.some(({ oldest }) => oldest !== undefined);
  const ages = (each: readonly Row[]) => (aged ? [ageText(each)] : []);
  const lines = shown.map((row) => [
    showControls(row.subject),
    ...cells(row.counts),
    ...ages([row]),
    row.blocks ? 'blocked' : 'ready',
  ]);
  if (hidden.length > 0) {
    const blocked = hidden.filter(({ blocks }) => blocks).length;
    const verdict = blocked === 0 ? 'ready' : `${blocked} blocked`;
    const counts = summed(hidden.map((row) => row.counts));
    lines.push([`and ${hidden.length} more`, ...cells(counts), ...ages(hidden), verdict]);
  }
  const header = ['', ...COLUMNS, ...(aged ? ['oldest fact'] : []), ''];
  const figures = header.length - 2;
  const widths = header.map((title, column) =>
    Math.max(title.length, ...lines.map((line) => (line[column] ?? '').length)),
  );
  return [header, ...lines]
    .map((line) =>
      line
        .map((cell, column) => aligned(cell, widths[column] ?? 0, column > 0 && column <= figures))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Names and verdicts to the left, figures to the right. */
function aligned(cell: string, width: number, isFigure: boolean): string {
  return isFigure ? cell.padStart(width) : cell.padEnd(width);
}

function ageText(rows: readonly Row[]): string {
  const ages = rows.flatMap(({ oldest }) => oldest ?? []);
  return ages.length === 0
    ? '·'
    : durationText(
        Math.max(
          0,
          ages.reduce((one, other) => Math.max(one, other)),
        ),
      );
}

function oldestOf(judgements: readonly Judgement[], asOf: Date): Seconds | undefined {
  let oldest: number | undefined;
  for (const { seenAt } of judgements) {
    if (seenAt === undefined) continue;
    const age = (asOf.getTime() - Date.parse(seenAt)) / 1000;
    if (oldest === undefined || age > oldest) oldest = age;
  }
  return oldest;
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
      ? 'No rule stands in the way of a live run; `failback plan` says whether anything else does.'
      : `${blocking} of these stand in the way of a live run.`;
  return `${told.length === 0 ? 'Nothing was judged' : told.join(', ')}. ${verdict}`;
}

function openFindings(findings: readonly Finding[]): string {
  const groups = [
    ...Map.groupBy(findings, ({ standing, severity, code }) => `${standing} ${severity} ${code}`).values(),
  ];
  return groups
    .sort((one, other) => Number(blocksAny(other)) - Number(blocksAny(one)) || compareFirst(one, other))
    .map(groupLines)
    .join('\n');
}

function groupLines(group: readonly Finding[]): string {
  const [first] = group;
  if (first === undefined) return '';
  const { code, title, severity, standing } = first;
  const told = MAX_TOLD[standing];
  const hidden = group.slice(told);
  return [
    `${standing.padEnd(8)}  ${code}  ${title} (${severity}${blocksAny(group) ? ', blocks' : ''})`,
    ...group.slice(0, told).map((finding) => wrapped(why(finding))),
    ...(hidden.length > 0 ? [wrapped(`and ${hidden.length} more${subjectsBeyond(first, hidden)}`)] : []),
  ].join('\n');
}

function why({ standing, subject, missing, message, acceptedBecause }: Finding): string {
  if (standing === 'accepted') return `${subject}: accepted, because ${acceptedBecause}`;
  return missing === undefined ? message : missing.reason;
}

/** Whom else it is about, where it is about others. */
function subjectsBeyond({ subject: told }: Finding, findings: readonly Finding[]): string {
  const names = [...new Set(findings.map(({ subject }) => subject))];
  if (names.every((name) => name === told)) return '';
  return `: ${names.slice(0, MAX_NAMES).join(', ')}${names.length > MAX_NAMES ? ', …' : ''}`;
}

function blocksAny(group: readonly Finding[]): boolean {
  return group.some(({ blocks }) => blocks);
}

function compareFirst([one]: readonly Finding[], [other]: readonly Finding[]): number {
  if (one === undefined || other === undefined) return 0;
  return ORDER.indexOf(one.standing) - ORDER.indexOf(other.standing) || (one.code < other.code ? -1 : 1);
}

/** Breaks a long line between its words. */
function wrapped(text: string): string {
  const lines = [INDENT];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line.length + word.length >= WIDTH && line.trim() !== '') lines.push(`${INDENT}${word}`);
    else lines[lines.length - 1] = line.trim() === '' ? `${line}${word}` : `${line} ${word}`;
  }
  return lines.join('\n');
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
