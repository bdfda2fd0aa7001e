import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { type MachineJudge, together } from '../check.ts';
import { type Disagreement, machineDisagreements, siteDisagreements } from '../disagreement.ts';
import type { Frame } from '../frame.ts';
import { eachMachineTelling } from '../judge.ts';
import { broken, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { situationOf } from '../situation.ts';
import type { RuleContext, Verdict } from '../verdict.ts';

interface Params {
  readonly subject: string;
  readonly what: string;
  readonly said: string;
  readonly captured: string;
  readonly newText: string | undefined;
}

export const declaredAndCapturedDisagree = defineRule<Params>({
  code: 'FB201',
  title: 'Runbook and captured world disagree',
  kind: 'advice',
  severity: 'warning',
  severityBecause:
    'the captured fact is what counts, so nothing goes wrong by it; but somebody believes something else.',
  architecture: 'both',
  decidedBy: ['inventory'],
  timeToLive: hours(24),
  source: {
    ...articles.language,
    says: 'rules look at the captured fact first and at the declared one else; where the two differ, a person should know',
    confidence: 'documented',
  },
  byHand: 'Compare the line with the inventory beside the runbook.',
  mend: 'Take the captured value into the text, or capture anew when the inventory is the one that is wrong.',
  message: ({ subject, what, said, captured }) =>
    `The runbook says '${said}' for the ${what} of '${subject}', but '${captured}' was captured. The captured fact counts, so the text misleads whoever reads it.`,
  reads: [],
  check: together(ofTheSite, eachMachineTelling(ofMachine)),
  fix: ({ newText, captured }, at) =>
    newText === undefined
      ? undefined
      : { title: `Take the captured value '${captured}'`, edits: [{ range: at, newText }] },
});

function* ofTheSite(context: RuleContext): Generator<Verdict<Params>> {
  const { howToCapture } = situationOf(context);
  for (const each of siteDisagreements(context)) yield told(each, howToCapture);
}

function ofMachine({ world, howToCapture }: Frame): MachineJudge<Params> {
  return (subject, tell) => {
    if (world !== undefined) for (const each of machineDisagreements(subject)) tell(told(each, howToCapture));
  };
}

function told({ subject, at, what, said, captured, seen, newText }: Disagreement, how: string): Verdict<Params> {
  return verdictOn({ subject, at, fact: what, how }, broken({ subject, what, said, captured, newText }, [seen]));
}
