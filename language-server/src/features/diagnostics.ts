import type { Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Range } from 'vscode-languageserver';
import type { Finding } from '../../../core/rules/assessment.ts';
import type { QuickFix } from '../../../core/rules/rule.ts';
import type { SourceRange } from '../../../core/runbook/source.ts';
import type { TextProblem } from '../lower/text-problem.ts';
import { rulePage } from '../rule-pages.ts';
import type { Analysis } from '../workspace/runbook-analysis.ts';

/** What a code action needs of a diagnostic; the client keeps it and sends it back. */
export interface DiagnosticData {
  readonly fix: QuickFix | undefined;
}

const ERROR: DiagnosticSeverity = 1;
const WARNING: DiagnosticSeverity = 2;
const INFORMATION: DiagnosticSeverity = 3;
const HINT: DiagnosticSeverity = 4;

/** More unknowns than this at one place are told together: each rule on its own line would bury the rest. */
const UNKNOWNS_APART = 1;

/** Everything that an analysis has to say about one file. */
export function diagnosticsFor(uri: string, analysis: Analysis, pages: string | undefined): Diagnostic[] {
  const here = (at: SourceRange): boolean => at.uri === uri;
  const findings = (analysis.assessment?.findings ?? []).filter((finding) => here(finding.at));
  const unknown = findings.filter((finding) => finding.standing === 'unknown');
  const byPlace = Map.groupBy(unknown, (finding) => JSON.stringify(finding.at));
  return [
    ...analysis.lowered.problems.filter((problem) => here(problem.at)).map(fromProblem),
    ...fromInventory(uri, analysis),
    ...fromBreakdown(uri, analysis),
    ...findings.filter((finding) => finding.standing !== 'unknown').map((finding) => fromFinding(finding, pages)),
    ...[...byPlace.values()].flatMap((group) =>
      group.length > UNKNOWNS_APART ? [together(group)] : group.map((finding) => fromFinding(finding, pages)),
    ),
  ];
}

function fromProblem(problem: TextProblem): Diagnostic {
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

function fromFinding(finding: Finding, pages: string | undefined): Diagnostic {
  const accepted = finding.acceptedBecause === undefined ? '' : `\nAccepted: ${finding.acceptedBecause}`;
  const missing = finding.missing === undefined ? '' : `\nMissing: ${finding.missing.fact}. ${finding.missing.how}`;
  return {
    range: firstLineOf(finding.at),
    severity: severityOf(finding),
    code: finding.code,
    codeDescription: { href: rulePage(finding.code, pages) },
    source: 'failback',
    message: `${finding.title}\n${finding.message}${missing || `\n${finding.remedy}`}${accepted}`,
    relatedInformation: finding.related.map(related),
    data: { fix: finding.fix } satisfies DiagnosticData,
  };
}

/** A breach keeps its rule's severity; what nobody looked at is information where it blocks a run, else a hint. */
function severityOf(finding: Finding): DiagnosticSeverity {
  if (finding.standing === 'accepted') return HINT;
  if (finding.standing !== 'broken') return finding.blocks ? INFORMATION : HINT;
  return { error: ERROR, warning: WARNING, info: INFORMATION }[finding.severity];
}

function together(findings: readonly Finding[]): Diagnostic {
  const [first] = findings;
  const list = findings.map((finding) => `${finding.code}  ${finding.missing?.fact ?? finding.title}`);
  const how = new Set(findings.flatMap((finding) => finding.missing?.how ?? []));
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

function fromInventory(uri: string, { inventory, lowered }: Analysis): Diagnostic[] {
  const at = lowered.runbook?.inventory?.at;
  if (inventory?.kind !== 'unreadable' || at === undefined || at.uri !== uri) return [];
  const { error } = inventory;
  const severity = error.code === 'inventory-missing' ? WARNING : ERROR;
  return [
    {
      range: rangeOf(at),
      severity,
      code: error.code,
      source: 'failback',
      message: `${error.message}\n${error.remedy}`,
    },
  ];
}

/** A catalogue that breaks down is never a clean file. */
function fromBreakdown(uri: string, { breakdown, lowered }: Analysis): Diagnostic[] {
  const at = lowered.runbook?.at;
  if (breakdown === undefined || at === undefined || at.uri !== uri) return [];
  const message = `The rules could not be checked, so nothing is known of this runbook: ${breakdown.message}. This is a fault in failback; please report it.`;
  return [{ range: rangeOf(at), severity: ERROR, code: 'catalogue-broke-down', source: 'failback', message }];
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
