import type { Assessment, Finding, Judgement } from './assessment.ts';
import { catalogue } from './catalogue.ts';
import { crashFinding, findingOf } from './finding.ts';
import { freshnessAt } from './freshness.ts';
import { inTextOrder } from './in-text-order.ts';
import type { Rule, RuleContext, Verdict } from './rule.ts';
import { standingOf, statementsOf } from './statements.ts';

/**
 * The answer of the catalogue to one runbook and one inventory at one moment. Pure, and never throws: a rule that
 * breaks down is a finding. The rules are those of the runbook's architecture.
 */
export function assess(context: RuleContext, rules: readonly Rule[] = catalogue): Assessment {
  const architecture = context.runbook.architecture.value;
  const applicable = rules.filter((rule) => rule.architecture === 'both' || rule.architecture === architecture);
  const statements = statementsOf(context.runbook, context.now);
  const fresh = freshnessAt(context);
  const judgements: Judgement[] = [];
  const findings: Finding[] = [];

  const weigh = (rule: Rule, found: Verdict<unknown>) => {
    const verdict = fresh(rule, found);
    // Advice speaks up or is silent: without its trigger in sight there is nothing to advise.
    if (rule.kind === 'advice' && verdict.kind !== 'broken') return;
    const standing = standingOf(rule, verdict, statements);
    const seenAt = found.kind === 'holds' || found.kind === 'broken' ? found.seenAt : undefined;
    judgements.push({ code: rule.code, subject: verdict.subject, standing, seenAt });
    const finding = findingOf(rule, verdict, standing, statements, context);
    if (finding !== undefined) findings.push(finding);
  };

  const weighAll = (rule: Rule, verdicts: () => Iterable<Verdict<unknown>>) => {
    try {
      for (const verdict of verdicts()) weigh(rule, verdict);
    } catch (thrown) {
      judgements.push({ code: rule.code, subject: context.runbook.name, standing: 'unknown', seenAt: undefined });
      findings.push(crashFinding(rule, thrown, context));
    }
  };

  for (const rule of applicable) weighAll(rule, () => rule.check(context));
  const judged = { rules, judgements: [...judgements] };
  for (const rule of applicable) weighAll(rule, () => rule.checkAfterwards?.(judged, context) ?? []);
  return { architecture, judgements, findings: inTextOrder(findings) };
}
