import type { Assessment, Finding, Judgement } from './assessment.ts';
import { catalogue } from './catalogue.ts';
import { freshnessAt } from './freshness.ts';
import { inTextOrder } from './in-text-order.ts';
import { contextOfOne, judgeMachine, rulePartsOf, seated } from './machine-bench.ts';
import type { Rule } from './rule.ts';
import { situationOf } from './situation.ts';
import { statementsOf } from './statements.ts';
import type { RuleContext, Verdict } from './verdict.ts';
import { weigh, weighCrash } from './weighing.ts';

/**
 * The answer of the catalogue to one runbook and one inventory at one moment. Pure, and never throws: a rule that
 * breaks down is a finding. The rules are those of the runbook's architecture.
 */
export function assess(context: RuleContext, rules: readonly Rule[] = catalogue): Assessment {
  const { runbook, inventory, now } = context;
  const architecture = runbook.architecture.value;
  const situation = situationOf(context);
  const scales = {
    freshness: freshnessAt(now, () => situation.howToCapture),
    statements: statementsOf(runbook, now),
  };
  const judgements: Judgement[] = [];
  const findings: Finding[] = [];
  const tally = {
    judged: (judgement: Judgement) => void judgements.push(judgement),
    found: (finding: Finding) => void findings.push(finding),
  };
  const whole = () => context;
  const weighAll = (rule: Rule, verdicts: () => Iterable<Verdict<unknown>>) => {
    try {
      for (const verdict of verdicts()) weigh(rule, verdict, scales, whole, tally);
    } catch (thrown) {
      weighCrash(rule, thrown, runbook, tally);
    }
  };

  for (const each of rulePartsOf(rules, architecture)) {
    const { rule, part } = each;
    if (part.about === 'whole-run') weighAll(rule, () => part.check(context));
    else
      for (const judge of seated([each], situation.frame, (_, thrown) => weighCrash(rule, thrown, runbook, tally)))
        for (const subject of situation.machines)
          judgeMachine(judge, subject, scales, contextOfOne(subject, runbook, inventory, now), tally);
  }
  const byCode = Map.groupBy(judgements, ({ code }) => code);
  const judged = { rules, judgementsOf: (code: Rule['code']) => byCode.get(code) ?? [] };
  for (const rule of rules)
    if (rule.checkAfterwards !== undefined && (rule.architecture === 'both' || rule.architecture === architecture))
      weighAll(rule, () => rule.checkAfterwards?.(judged, context) ?? []);
  return { architecture, judgements, findings: inTextOrder(findings) };
}
