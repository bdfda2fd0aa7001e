import { minutes, type Seconds, type Timestamp } from '../quantity.ts';
import { durationText, nextDurationText } from './duration-text.ts';
import type { Rule } from './rule.ts';
import type { MissingFact, Verdict } from './verdict.ts';

/** Clocks of the machines that capture may run ahead of ours by so much. */
const CLOCK_TOLERANCE = minutes(15);

/** Whether the facts behind a verdict still count. */
export interface Freshness {
  /** The same verdict, or *unknown* where the facts behind it are older than the rule lets them count. */
  weighed(rule: Rule, verdict: Verdict<unknown>): Verdict<unknown>;
  /** The last moment, in milliseconds, at which `weighed` answers of this verdict what it answers now. */
  until(rule: Rule, verdict: Verdict<unknown>): number;
}

/** Answers for one moment whether facts are fresh; the age of each moment of capture is found once. */
export function freshnessAt(moment: Date, how: () => string): Freshness {
  const now = moment.getTime();
  const ages = new Map<Timestamp, Seconds>();
  const ageOf = (seenAt: Timestamp) => {
    const known = ages.get(seenAt);
    if (known !== undefined) return known;
    const age = (now - Date.parse(seenAt)) / 1000;
    ages.set(seenAt, age);
    return age;
  };

  return {
    weighed(rule, verdict) {
      if (!isSeen(verdict) || verdict.seenAt === undefined || rule.timeToLive === undefined) return verdict;
      const age = ageOf(verdict.seenAt);
      if (age <= rule.timeToLive && age >= -CLOCK_TOLERANCE) return verdict;
      const { subject, at, fact } = verdict;
      const missing = staleFact(`${fact} of '${subject}'`, age, rule.timeToLive, how());
      return { kind: 'unknown', subject, at, missing };
    },
    until(rule, verdict) {
      if (!isSeen(verdict) || verdict.seenAt === undefined || rule.timeToLive === undefined) return FOR_EVER;
      const age = ageOf(verdict.seenAt);
      if (age < -CLOCK_TOLERANCE) return now;
      const changesAt = age <= rule.timeToLive ? rule.timeToLive : nextDurationText(age) - 0.001;
      return now + (changesAt - age) * 1000;
    },
  };
}

const FOR_EVER = Number.POSITIVE_INFINITY;

function isSeen(verdict: Verdict<unknown>): verdict is Verdict<unknown> & { kind: 'holds' | 'broken' } {
  return verdict.kind === 'holds' || verdict.kind === 'broken';
}

function staleFact(fact: string, age: Seconds, timeToLive: Seconds, how: string): MissingFact {
  if (age < 0) {
    const reason = `the look at the ${fact} is dated ${durationText(-age)} ahead, so one of the clocks is wrong`;
    return { fact, how, reason };
  }
  const [old, longest] = [durationText(age), durationText(timeToLive)];
  // Rounded down to the same figure, it would seem to count still.
  const reason = `the last look at the ${fact} is ${old === longest ? `over ${old}` : old} old, and it counts for ${longest}`;
  return { fact, how, reason };
}
