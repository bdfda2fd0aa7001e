import type { Declared } from '../runbook/source.ts';
import type { Finding, Standing } from './assessment.ts';
import type { Rule } from './rule.ts';
import type { Statements } from './statements.ts';
import type { QuickFix, RuleContext, Verdict } from './verdict.ts';

/** What a person is told of a verdict that does not hold; undefined where there is nothing to tell. */
export function findingOf(
  rule: Rule,
  verdict: Verdict<unknown>,
  standing: Standing,
  statements: Statements,
  context: () => RuleContext,
): Finding | undefined {
  if (verdict.kind === 'holds' || standing === 'holds' || standing === 'attested') return undefined;
  const severity = severityOf(rule, verdict);
  const { code, title, kind } = rule;
  const head = { code, title, kind, severity, standing, subject: verdict.subject, at: verdict.at } as const;
  const blocks = severity === 'error' && standing !== 'accepted' && standsInTheWay(rule, verdict);
  if (verdict.kind !== 'broken')
    return {
      ...head,
      ...ofMissingFact(rule, verdict),
      related: [],
      acceptedBecause: undefined,
      fix: undefined,
      blocks,
    };
  return {
    ...head,
    message: rule.message(verdict.params),
    remedy: verdict.seenAt === undefined ? rule.remedy(verdict.params) : withoutSaying(rule.remedy(verdict.params)),
    related: verdict.related ?? [],
    missing: undefined,
    acceptedBecause: statements.acceptance(rule, verdict.subject)?.because,
    fix: fixOf(rule, verdict, context),
    blocks,
  };
}

/** What is told of a rule that crashed: never nothing, for an empty list would look like a clean bill. */
export function crashFinding(rule: Rule, thrown: unknown, judged: Pick<Declared, 'name' | 'at'>): Finding {
  const { code, title, kind, severity } = rule;
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  return {
    code,
    title,
    kind,
    severity,
    standing: 'unknown',
    subject: judged.name,
    at: judged.at,
    message: `The rule ${code} ('${title}') broke down while it judged '${judged.name}': ${why}. What it had not judged yet is unknown.`,
    remedy:
      'This is a fault of failback, not of the runbook. Please report it together with the runbook and the inventory.',
    related: [],
    missing: {
      fact: `verdict of ${code} on '${judged.name}'`,
      how: 'Report the fault; until it is mended, look by hand as the page of the rule says.',
      reason: `the rule broke down: ${why}`,
      crashed: true,
    },
    acceptedBecause: undefined,
    fix: undefined,
    blocks: severity === 'error' && rule.kind !== 'advice',
  };
}

/** A guard that nobody can judge yet is no trouble yet: it is asked again before its step. */
function severityOf({ kind, severity }: Rule, verdict: Verdict<unknown> & { kind: 'broken' | 'declared' | 'unknown' }) {
  return kind === 'guard' && verdict.kind !== 'broken' ? 'info' : (verdict.severity ?? severity);
}

/**
 * A live run waits for prerequisites, and for guards that the text itself breaks. A guard that rests on captured facts
 * is for the step it guards: a machine that has no recovery point today may have one by its failover.
 */
function standsInTheWay({ kind }: Rule, verdict: Verdict<unknown>): boolean {
  if (kind === 'prerequisite') return true;
  return kind === 'guard' && verdict.kind === 'broken' && verdict.seenAt === undefined;
}

/** vCenter is captured by whoever may sign in there; the inside of a machine by nobody. A person may look at either. */
const LOOK = {
  vcenter:
    'Give the vCenter, or the host without one, its `account:` and capture anew; or look there, and state what you saw.',
  guest: 'Capture does not look inside a machine: look there, and state what you saw.',
} as const;

function howToLearn({ code, seenIn, byHand }: Rule, how: string): string {
  if (seenIn === undefined) return how;
  // One hint serves all rules about vCenter, so it names none of them.
  if (seenIn === 'vcenter') return [LOOK.vcenter, ...commandsOf(how), attesting('FBnnn')].join('\n');
  return [LOOK.guest, ...commandsOf(byHand), attesting(code)].join('\n');
}

/** Lines after the first are commands to copy. */
function commandsOf(text: string): readonly string[] {
  return text.split('\n').slice(1);
}

function attesting(code: string): string {
  return `attest { rule: ${code}  by: NAME  until: DATE  because: "…" }`;
}

function ofMissingFact(
  rule: Rule,
  { kind, subject, missing: fact }: Verdict<unknown> & { kind: 'declared' | 'unknown' },
) {
  const { title } = rule;
  const missing = { ...fact, how: howToLearn(rule, fact.how) };
  const message =
    kind === 'unknown'
      ? `'${title}' cannot be ruled out for '${subject}': ${missing.reason}.`
      : `Only the runbook says that '${title}' does not apply to '${subject}': ${missing.reason}. A live run wants a captured fact, or somebody who attests it.`;
  return { message, remedy: missing.how, missing };
}

/** Who has seen a breach cannot talk it away: what a capture shows is mended or accepted, not declared otherwise. */
function withoutSaying(remedy: string): string {
  return remedy.replace(/ Or say what you (?:know|saw|tried): `[^`]*`$/, '');
}

/** A fix that crashes is no fix; the finding itself still stands. */
function fixOf(
  rule: Rule,
  { params, at }: Verdict<unknown> & { kind: 'broken' },
  context: () => RuleContext,
): QuickFix | undefined {
  try {
    return rule.fix?.(params, at, context());
  } catch {
    return undefined;
  }
}
