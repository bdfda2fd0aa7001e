import type { Acceptance } from '../../runbook/runbook.ts';
import { articles } from '../articles.ts';
import { defineRule, type Judged, type Rule } from '../rule.ts';
import { ruleNamed, statementBroken, statementsIn } from '../statement-verdicts.ts';
import { covers, isExpired } from '../statements.ts';
import type { RuleContext } from '../verdict.ts';

export const acceptanceWithoutFinding = defineRule<{ code: string; title: string }>({
  code: 'FB204',
  title: 'Accepted risk no longer exists',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'an acceptance that outlives its reason would silently accept the next one.',
  architecture: 'both',
  decidedBy: ['text', 'inventory'],
  timeToLive: undefined,
  source: {
    ...articles.language,
    says: 'accepting a finding that no longer occurs is an error',
    confidence: 'documented',
  },
  byHand: 'Take the acceptance out and check again: the finding does not appear.',
  mend: 'Take the acceptance out, or limit it to the machines that still need it.',
  message: ({ code, title }) =>
    `Nothing is found any more that this accepts: ${code} ('${title}') does not occur. Left in place it would accept the next breach unseen.`,
  check: () => [],
  *checkAfterwards(judged, context) {
    for (const each of statementsIn(context.runbook)) {
      const rule = ruleNamed(judged.rules, each);
      if (each.kind !== 'accept' || rule === undefined || rule.losesData || isExpired(each.statement, context.now))
        continue;
      if (isDecided(rule, context) && !isNeeded(each.statement, rule, judged))
        yield statementBroken(context, each, { code: rule.code, title: rule.title });
    }
  },
  fix: (_params, at, { runbook }) => {
    const acceptance = runbook.accepted.find(({ rule }) => rule.at === at);
    if (acceptance === undefined) return undefined;
    return { title: 'Take the acceptance out', edits: [{ range: acceptance.at, newText: '' }] };
  },
});

/** Advice that rests on captured facts is silent both without its trigger and without its facts. */
function isDecided({ kind, timeToLive }: Rule, { inventory }: RuleContext): boolean {
  return kind !== 'advice' || timeToLive === undefined || inventory !== undefined;
}

/** As long as it stands, or may stand for all anybody knows. */
function isNeeded(acceptance: Acceptance, { code }: Rule, judged: Judged): boolean {
  for (const { standing, subject } of judged.judgementsOf(code))
    if (standing !== 'holds' && standing !== 'attested' && covers(acceptance, subject)) return true;
  return false;
}
