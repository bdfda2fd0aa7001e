import { articles } from '../articles.ts';
import { defineRule } from '../rule.ts';
import { ruleNamed, statementBroken, statementsIn } from '../statement-verdicts.ts';

export const unknownRule = defineRule<{ kind: 'accept' | 'attest'; code: string }>({
  code: 'FB203',
  title: 'Statement names a rule that does not exist',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'whoever wrote it believes that something is settled, and it is not.',
  architecture: 'both',
  decidedBy: ['text'],
  timeToLive: undefined,
  source: { ...articles.language, says: '`rule:` names a rule by its code', confidence: 'documented' },
  byHand: 'Look the code up in the list of rules (docs/rules).',
  mend: 'Correct the code, or take the statement out.',
  message: ({ kind, code }) => `There is no rule '${code}', so this \`${kind}\` settles nothing.`,
  check: () => [],
  *checkAfterwards({ rules }, context) {
    for (const each of statementsIn(context.runbook))
      if (ruleNamed(rules, each) === undefined)
        yield statementBroken(context, each, { kind: each.kind, code: each.statement.rule.value });
  },
});
