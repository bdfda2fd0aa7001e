import { sayCount, sayMoment } from '../../core/report/say.ts';
import type { Finding } from '../../core/rules/assessment.ts';
import { renderReadiness } from '../../core/rules/render-readiness.ts';
import type { SourceRange } from '../../core/runbook/source.ts';
import { showControls, showControlsInLines } from '../../core/show-controls.ts';
import { nameOf } from '../read-runbook.ts';
import type { Paint } from '../terminal/paint.ts';
import { textWidth } from '../terminal/text-width.ts';
import type { CheckedFile } from './checked-file.ts';

/** Findings of one rule beyond this many are counted only, so that a runbook of a thousand machines stays readable. */
const MAX_TOLD = 20;

/**
 * What is broken, with the line it stands in; then the readiness table, which gathers what is unknown, declared and
 * accepted as well; then a line that counts, and what to do about the unknown.
 */
export function renderCheck(checked: CheckedFile, cwd: string, paint: Paint): string {
  const { problems, assessment, asOf } = checked;
  const place = (at: SourceRange) => drawPlace(checked, at, paint);
  const where = ({ uri, start }: SourceRange) =>
    `${showControls(nameOf(cwd, uri))}:${start.line + 1}:${start.character + 1}`;
  const texts = problems.map(
    ({ at, severity, message }) =>
      `${where(at)} ${tone(severity, paint)(severity)} ${showControls(message)}\n${place(at)}`,
  );
  const broken = (assessment?.findings ?? []).filter(({ standing }) => standing === 'broken');
  const findings = bounded(broken, (finding) => renderFinding(finding, where, place, paint));
  const readiness = assessment === undefined ? '' : `${renderReadiness(assessment, asOf)}\n`;
  return `${[...texts, ...findings].join('\n')}${texts.length + findings.length === 0 ? '' : '\n'}${readiness}${summary(checked, paint)}\n${howToKnow(assessment?.findings ?? [])}`;
}

/** The first of each rule, and a line that counts the rest. */
function bounded(findings: readonly Finding[], render: (finding: Finding) => string): readonly string[] {
  const kinds = Map.groupBy(findings, ({ severity, code }) => `${code} (${severity})`);
  const told = new Set([...kinds.values()].flatMap((alike) => alike.slice(0, MAX_TOLD)));
  const rest = [...kinds].filter(([, alike]) => alike.length > MAX_TOLD);
  return [
    ...findings.filter((finding) => told.has(finding)).map(render),
    ...rest.map(([kind, { length }]) => `${kind}: ${length - MAX_TOLD} more; \`--format json\` has them all.\n`),
  ];
}

function renderFinding(
  finding: Finding,
  where: (at: SourceRange) => string,
  place: (at: SourceRange) => string,
  paint: Paint,
): string {
  const related = finding.related.map(({ at, message }) => `  ${where(at)} ${showControls(message)}`);
  const remedy = finding.remedy === '' ? [] : [`  ${paint.calm('→')} ${indented(finding.remedy)}`];
  return [
    `${where(finding.at)} ${tone(finding.severity, paint)(finding.severity)} ${paint.strong(finding.code)} ${showControls(finding.message)}`,
    place(finding.at).trimEnd(),
    ...related,
    ...remedy,
    '',
  ].join('\n');
}

function tone(severity: Finding['severity'], paint: Paint): (text: string) => string {
  return severity === 'error' ? paint.bad : severity === 'warning' ? paint.warn : paint.calm;
}

/** The line of the text with a mark under the place; nothing when the text is not at hand. */
function drawPlace({ texts }: CheckedFile, { uri, start, end }: SourceRange, paint: Paint): string {
  const line = texts.get(uri)?.split(/\r?\n/)[start.line];
  if (line === undefined) return '';
  const shown = showControls(line);
  const before = textWidth(showControls(line.slice(0, start.character)));
  const marked =
    start.line === end.line ? line.slice(start.character, end.character) : line.slice(start.character).trimEnd();
  const marks = '^'.repeat(Math.max(1, textWidth(showControls(marked))));
  return `    ${shown}\n    ${' '.repeat(before)}${paint.calm(marks)}\n`;
}

function indented(text: string): string {
  return showControlsInLines(text).replaceAll('\n', '\n  ');
}

function summary(checked: CheckedFile, paint: Paint): string {
  const { problems, assessment, inventory, missingInventory } = checked;
  const file = showControls(checked.file);
  const errorsInText = problems.filter(({ severity }) => severity === 'error').length;
  if (assessment === undefined) {
    if (errorsInText > 0)
      return paint.bad(`${file}: ${sayCount(errorsInText, 'error')} in the text; no rule was asked.`);
    return `${file}: a site file; its text is sound.`;
  }
  const { judgements, findings } = assessment;
  const broken = (severity: Finding['severity']) =>
    findings.filter((finding) => finding.standing === 'broken' && finding.severity === severity).length;
  const standing = (wanted: string) => judgements.filter((judgement) => judgement.standing === wanted).length;
  const errors = errorsInText + broken('error');
  const parts = [
    sayCount(errors, 'error'),
    sayCount(broken('warning'), 'warning'),
    `${standing('unknown')} unknown`,
    `${standing('declared')} declared`,
    `${standing('accepted')} accepted`,
    `${standing('holds') + standing('attested')} hold`,
  ];
  const counted = `${file}: ${parts.join(', ')}.`;
  return `${errors > 0 ? paint.bad(counted) : counted} ${basis(inventory, missingInventory)}`;
}

/** What turns unknown into known: each way once, with the rules that it serves. */
function howToKnow(findings: readonly Finding[]): string {
  const lacking = findings.filter(
    ({ standing, missing, blocks }) => blocks && standing === 'unknown' && missing !== undefined,
  );
  const ways = Map.groupBy(lacking, ({ missing }) => missing?.how ?? '');
  const told = [...ways].map(([way, served]) => {
    const codes = [...new Set(served.map(({ code }) => code))].join(', ');
    return `- ${codes}: ${showControlsInLines(way).replaceAll('\n', '\n    ')}\n`;
  });
  return told.length === 0 ? '' : `To know what is unknown:\n${told.join('')}`;
}

function basis(inventory: CheckedFile['inventory'], missing: string | undefined): string {
  if (inventory !== undefined)
    return `Facts of ${sayMoment(inventory.capturedAt)} from '${showControls(inventory.file)}'.`;
  if (missing !== undefined)
    return `There is no '${showControls(missing)}' yet, so what only a captured fact can tell is unknown.`;
  return 'No inventory was given, so what only a captured fact can tell is unknown.';
}
