import { minutes, type Seconds, type Timestamp } from '../quantity.ts';
import { durationText } from './duration-text.ts';
import type { MissingFact, Rule, RuleContext, Verdict } from './rule.ts';
import { situationOf } from './situation.ts';

/** Clocks of the machines that capture may run ahead of ours by so much. */
const CLOCK_TOLERANCE = minutes(15);

/** Answers for one context whether facts are fresh; each moment is judged once. */
export function freshnessAt(context: RuleContext) {
  const now = context.now.getTime();
  const ages = new Map<Timestamp, Seconds>();
  const ageOf = (seenAt: Timestamp) => {
    const known = ages.get(seenAt);
    if (known !== undefined) return known;
    const age = (now - Date.parse(seenAt)) / 1000;
    ages.set(seenAt, age);
    return age;
  };

  /** The same verdict, or *unknown* where the facts behind it are older than the rule lets them count. */
  return function fresh(rule: Rule, verdict: Verdict<unknown>): Verdict<unknown> {
    if (verdict.kind !== 'holds' && verdict.kind !== 'broken') return verdict;
    if (verdict.seenAt === undefined || rule.timeToLive === undefined) return verdict;
    const age = ageOf(verdict.seenAt);
    if (age <= rule.timeToLive && age >= -CLOCK_TOLERANCE) return verdict;
    const { subject, at, fact } = verdict;
    const missing = staleFact(`${fact} of '${subject}'`, age, rule.timeToLive, situationOf(context).howToCapture);
    return { kind: 'unknown', subject, at, missing };
  };
}

function staleFact(fact: string, age: Seconds, timeToLive: Seconds, how: string): MissingFact {
  if (age < 0) {
    const reason = `the look at the ${fact} is dated ${durationText(-age)} ahead, so one of the clocks is wrong`;
    return { fact, how, reason };
  }
  const reason = `the last look at the ${fact} is ${durationText(age)} old, and it counts for ${durationText(timeToLive)}`;
  return { fact, how, reason };
}
