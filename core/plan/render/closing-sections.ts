import type { Plan } from '../plan.ts';
import { counted, readableDuration, readableMoment } from '../readable.ts';
import { table, wrapped } from './columns.ts';
import { renderInterval } from './render-times.ts';
import { wordsOf } from './step-words.ts';

const SHOWN = 20;
/** Steps below this share of the whole are told together. */
const WORTH_A_LINE = 0.02;

/** How long it takes and why, what was accepted, what stays behind, and what stands in the way. */
export function closingSections(plan: Plan): string[] {
  return [
    ...section(`Longest way: ${length(plan)}`, longestWay(plan)),
    ...section('What would shorten it', bullets(plan.shorten)),
    ...section('Where the figures come from', figures(plan)),
    ...section('Accepted risks', bullets(plan.accepted.map(acceptedRisk))),
    ...section('Without approval', bullets(plan.withoutApproval.map(passed))),
    ...section('Left behind', bullets(plan.leftBehind)),
    ...section('In the way of a live run', bullets(plan.blockedBy)),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

function length({ total }: Plan): string {
  const interval = renderInterval(total);
  return `${readableDuration(total.likely)}${interval === '' ? '' : ` (${interval})`}`;
}

function longestWay(plan: Plan): string[] {
  const steps = new Map(plan.steps.map((step) => [step.id, step]));
  const path = plan.criticalPath.flatMap((id) => steps.get(id) ?? []);
  const long = path.filter(({ estimate }) => estimate.likely >= plan.total.likely * WORTH_A_LINE).slice(0, SHOWN);
  const told = new Set(long);
  const rest = path.filter((step) => !told.has(step));
  const restTime = rest.reduce((sum, { estimate }) => sum + estimate.likely, 0);
  const rows = long.map(({ title, wave, estimate }) => [readableDuration(estimate.likely), inWave(title, wave)]);
  if (rest.length > 0) rows.push([readableDuration(restTime), `in ${counted(rest.length, 'shorter step')}`]);
  return table(rows, new Set([0])).map((line) => `  ${line}`);
}

function inWave(title: string, wave: string | null): string {
  return wave === null || title.includes(wave) ? title : `${title} (${wave})`;
}

/** What replication rests on, and which other figures are assumed. */
function figures({ steps }: Plan): string[] {
  const replication = new Set<string>();
  const assumed = new Set<string>();
  for (const step of steps)
    if (step.kind === 'replicate') replication.add(step.estimate.source);
    else if (step.estimate.source.startsWith('assumed')) assumed.add(wordsOf(step, '')[0]);
  return bullets([
    ...[...replication].map((source) => `replicate: ${source}.`),
    ...(assumed.size === 0 ? [] : [`${[...assumed].join(', ')}: assumed, nothing of it was measured on this vault.`]),
  ]);
}

function acceptedRisk({ code, subject, title, because, by, until }: Plan['accepted'][number]): string {
  const who = [by, until === null ? null : `until ${readableMoment(until)}`].filter((part) => part !== null).join(', ');
  return `${code} for '${subject}': ${title}. "${because}"${who === '' ? '' : ` (${who})`}`;
}

function passed({ wave, stage, because }: Plan['withoutApproval'][number]): string {
  return `Nobody approves the ${stage} of wave '${wave}'. "${because}"`;
}

/** A line that is indented is there to be copied, so nothing breaks it. */
function bullet(sentence: string): string[] {
  const [first = '', ...others] = sentence.split('\n');
  return [
    ...wrapped('  - ', first),
    ...others.flatMap((line) => (line.startsWith(' ') ? [`    ${line}`] : wrapped('    ', line))),
  ];
}

function bullets(sentences: readonly string[]): string[] {
  const lines = sentences.slice(0, SHOWN).flatMap(bullet);
  return sentences.length > SHOWN ? [...lines, `  - And ${sentences.length - SHOWN} more.`] : lines;
}
