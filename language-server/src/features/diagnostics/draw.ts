import type { Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Range } from 'vscode-languageserver';
import type { FailbackError } from '../../../../core/failback-error.ts';
import type { Finding } from '../../../../core/rules/assessment.ts';
import { gravityOf } from '../../../../core/rules/gravity.ts';
import type { QuickFix } from '../../../../core/rules/verdict.ts';
import type { SourceRange } from '../../../../core/runbook/source.ts';
import type { TextProblem } from '../../lower/text-problem.ts';
import { rulePage } from '../../rule-pages.ts';

/** What a code action needs of a diagnostic; the client keeps it and sends it back. */
export interface DiagnosticData {
  readonly fix: QuickFix | undefined;
}

const ERROR: DiagnosticSeverity = 1;
const WARNING: DiagnosticSeverity = 2;
const INFORMATION: DiagnosticSeverity = 3;
const HINT: DiagnosticSeverity = 4;

/** More facts than these are counted, not listed. */
const LISTED = 60;

/** A problem of the text. */
export function fromProblem(problem: TextProblem): Diagnostic {
  const { replacement } = problem;
  const fix = replacement && { title: replacement.title, edits: [{ range: problem.at, newText: replacement.text }] };
  return {
    range: rangeOf(problem.at),
    severity: problem.severity === 'error' ? ERROR : WARNING,
    code: problem.code,
    source: 'failback',
    message: problem.message,
    relatedInformation: (problem.related ?? []).map(related),
    data: { fix } satisfies DiagnosticData,
  };
}

/** What a rule found. */
export function fromFinding(finding: Finding, pages: string | undefined): Diagnostic {
  const accepted = finding.acceptedBecause === undefined ? '' : `\nAccepted: ${finding.acceptedBecause}`;
  const missing = finding.missing === undefined ? '' : `\nMissing: ${finding.missing.fact}. ${finding.missing.how}`;
  return {
    range: firstLineOf(finding.at),
    severity: SEVERITIES[gravityOf(finding)],
    code: finding.code,
    codeDescription: { href: rulePage(finding.code, pages) },
    source: 'failback',
    message: `${finding.title}\n${finding.message}${missing || `\n${finding.remedy}`}${accepted}`,
    relatedInformation: finding.related.map(related),
    data: { fix: finding.fix } satisfies DiagnosticData,
  };
}

const SEVERITIES = { 1: ERROR, 2: WARNING, 3: INFORMATION, 4: HINT } as const;

/** What nobody knows of one place, in one diagnostic. */
export function together(findings: readonly Finding[]): Diagnostic {
  const [first] = findings;
  const list = findings.slice(0, LISTED).map((finding) => `${finding.code}  ${finding.missing?.fact ?? finding.title}`);
  if (findings.length > LISTED) list.push(`and ${findings.length - LISTED} more`);
  const how = new Set(findings.slice(0, LISTED).flatMap((finding) => finding.missing?.how ?? []));
  return {
    range: first === undefined ? NOWHERE : firstLineOf(first.at),
    severity: findings.some((finding) => finding.blocks) ? INFORMATION : HINT,
    code: 'unknown-facts',
    source: 'failback',
    message: [
      `${findings.length} prerequisites are unknown here: nobody captured these facts, or they are too old.`,
      ...list,
      ...how,
    ].join('\n'),
    relatedInformation: [],
    data: { fix: undefined } satisfies DiagnosticData,
  };
}

/** An inventory that cannot be read. */
export function fromInventory(at: SourceRange, { code, message, remedy }: FailbackError): Diagnostic {
  const severity = code === 'inventory-missing' ? WARNING : ERROR;
  return { range: rangeOf(at), severity, code, source: 'failback', message: `${message}\n${remedy}` };
}

/** A catalogue that breaks down is never a clean file. */
export function fromBreakdown(at: SourceRange | undefined, { message: why }: Error): Diagnostic {
  const message = `The rules could not be checked, so nothing is known of this runbook: ${why}. This is a fault in failback; please report it.`;
  const range = at === undefined ? NOWHERE : rangeOf(at);
  return { range, severity: ERROR, code: 'catalogue-broke-down', source: 'failback', message };
}

/** What is left out, for an editor shows no more than so many of a file. */
export function leftOut(findings: number, file: string): Diagnostic {
  const message = `${findings} more findings of this file are not shown; the gravest are. To see them all:\nfailback check ${file}`;
  return { range: NOWHERE, severity: INFORMATION, code: 'more-findings', source: 'failback', message };
}

const NOWHERE: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function related({
  at,
  message,
}: {
  readonly at: SourceRange;
  readonly message: string;
}): DiagnosticRelatedInformation {
  return { location: { uri: at.uri, range: rangeOf(at) }, message };
}

function rangeOf({ start, end }: SourceRange): Range {
  return { start, end };
}

/** A finding about a whole block is drawn under its first line only. */
function firstLineOf({ start, end }: SourceRange): Range {
  return end.line === start.line ? { start, end } : { start, end: { line: start.line + 1, character: 0 } };
}
