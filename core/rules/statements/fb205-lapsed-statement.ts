import type { Located } from '../../runbook/source.ts';
import { articles } from '../articles.ts';
import { defineRule } from '../rule.ts';
import { statementBroken, statementsIn } from '../statement-verdicts.ts';
import { isExpired } from '../statements.ts';

type Params =
  | { readonly kind: 'expired'; readonly code: string; readonly until: string }
  | { readonly kind: 'incomplete'; readonly code: string; readonly lacks: string };

export const lapsedStatement = defineRule<Params>({
  code: 'FB205',
  title: 'Acceptance or attestation no longer counts',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'what it settled is open again, and whoever reads the text believes otherwise.',
  architecture: 'both',
  decidedBy: ['text'],
  timeToLive: undefined,
  source: {
    ...articles.language,
    says: 'an acceptance counts until its date; an attestation counts when a named person gives it, until a date',
    confidence: 'documented',
  },
  byHand: 'Compare the date with the calendar.',
  mend: 'Ask the person again and set a new date, or take the statement out and mend the finding.',
  message: (params) =>
    params.kind === 'expired'
      ? `What was stated about ${params.code} ended on ${params.until}. The finding stands again.`
      : `This attestation of ${params.code} has no ${params.lacks}. A fact that nobody captured counts only when a named person stands for it until a date.`,
  check: () => [],
  *checkAfterwards(_judged, context) {
    for (const each of statementsIn(context.runbook)) {
      const { rule, until, by } = each.statement;
      const code = rule.value;
      if (isExpired(each.statement, context.now))
        yield statementBroken(context, each, expired(code, until), placeOf(until));
      else if (each.kind === 'attest' && (by === undefined || until === undefined))
        yield statementBroken<Params>(context, each, {
          kind: 'incomplete',
          code,
          lacks: by === undefined ? '`by:`' : '`until:`',
        });
    }
  },
});

function expired(code: string, until: Located<string> | undefined): Params {
  return { kind: 'expired', code, until: until === undefined ? '' : until.value };
}

function placeOf(until: Located<string> | undefined) {
  return until === undefined ? {} : { at: until.at };
}
