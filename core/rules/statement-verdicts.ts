import type { Acceptance, Runbook } from '../runbook/runbook.ts';
import { broken, type Outcome, verdictOn } from './outcome.ts';
import type { Rule } from './rule.ts';
import { situationOf } from './situation.ts';
import type { RuleContext, Verdict } from './verdict.ts';

/** What somebody stated in `accept { … }` or `attest { … }`. */
export interface Statement {
  readonly kind: 'accept' | 'attest';
  readonly statement: Acceptance;
}

export function statementsIn({ accepted, attested }: Runbook): readonly Statement[] {
  return [
    ...accepted.map((statement) => ({ kind: 'accept' as const, statement })),
    ...attested.map((statement) => ({ kind: 'attest' as const, statement })),
  ];
}

/** A verdict on a statement stands at the rule that it names, unless it says another place. */
export function statementBroken<P>(context: RuleContext, { statement }: Statement, params: P, place = {}): Verdict<P> {
  const { runbook, howToCapture: how } = situationOf(context);
  const question = { subject: runbook.name, at: statement.rule.at, fact: 'statement', how };
  return verdictOn(question, broken(params, [], place) satisfies Outcome<P>);
}

/** The rule that a statement names; codes compare without case. */
export function ruleNamed(rules: readonly Rule[], { statement }: Statement): Rule | undefined {
  return rules.find(({ code }) => code === statement.rule.value.toUpperCase());
}
