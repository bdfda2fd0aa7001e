import type { Declared } from '../runbook/source.ts';
import type { Finding, Judgement } from './assessment.ts';
import { crashFinding, findingOf } from './finding.ts';
import type { Freshness } from './freshness.ts';
import type { Rule } from './rule.ts';
import { type Statements, standingOf } from './statements.ts';
import type { RuleContext, Verdict } from './verdict.ts';

/** What verdicts are weighed by: the age of their facts, and what people said about them. */
export interface Scales {
  readonly freshness: Freshness;
  readonly statements: Statements;
}

/** Takes what weighing comes to. */
export interface Tally {
  judged(judgement: Judgement): void;
  found(finding: Finding): void;
}

/** What a verdict counts for, and what a person is told of it. */
export function weigh(rule: Rule, told: Verdict<unknown>, scales: Scales, context: () => RuleContext, tally: Tally) {
  const { freshness, statements } = scales;
  const verdict = freshness.weighed(rule, told);
  // Advice speaks up or is silent: without its trigger in sight there is nothing to advise.
  if (rule.kind === 'advice' && verdict.kind !== 'broken') return;
  const standing = standingOf(rule, verdict, statements);
  const seenAt = told.kind === 'holds' || told.kind === 'broken' ? told.seenAt : undefined;
  tally.judged({ code: rule.code, subject: verdict.subject, standing, seenAt });
  const finding = findingOf(rule, verdict, standing, statements, context);
  if (finding !== undefined) tally.found(finding);
}

/** A rule that breaks down leaves what it judged unknown. */
export function weighCrash(rule: Rule, thrown: unknown, judged: Pick<Declared, 'name' | 'at'>, tally: Tally): void {
  tally.judged({ code: rule.code, subject: judged.name, standing: 'unknown', seenAt: undefined });
  tally.found(crashFinding(rule, thrown, judged));
}
