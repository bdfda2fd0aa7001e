import { articles } from '../articles.ts';
import { defineRule } from '../rule.ts';
import { ruleNamed, statementBroken, statementsIn } from '../statement-verdicts.ts';

export const lossOfDataAccepted = defineRule<{ code: string; title: string; because: string }>({
  code: 'FB206',
  title: 'Rule that protects data cannot be accepted away',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'data that is lost does not come back, whoever has signed for it.',
  architecture: 'both',
  decidedBy: ['text'],
  timeToLive: undefined,
  source: {
    ...articles.language,
    says: 'a finding whose breach loses data cannot be accepted',
    confidence: 'documented',
  },
  byHand: 'Read the page of the rule: its severity says what is lost.',
  mend: 'Take the acceptance out and mend the finding as the page of its rule says.',
  message: ({ code, title, because }) =>
    `${code} ('${title}') cannot be accepted: ${because.replace(/\.$/, '')}. The acceptance changes nothing.`,
  check: () => [],
  *checkAfterwards({ rules }, context) {
    for (const each of statementsIn(context.runbook)) {
      const rule = ruleNamed(rules, each);
      if (each.kind === 'accept' && rule !== undefined && rule.losesData)
        yield statementBroken(context, each, { code: rule.code, title: rule.title, because: rule.severityBecause });
    }
  },
});
