import type { Inventory } from '../inventory/inventory.ts';
import type { Runbook } from '../runbook/runbook.ts';
import { type CheckPart, type MachineJudge, partsOf } from './check.ts';
import type { Frame } from './frame.ts';
import type { MachineInPlay } from './machine-in-play.ts';
import type { Rule } from './rule.ts';
import type { RuleContext, Verdict } from './verdict.ts';
import { type Scales, type Tally, weigh, weighCrash } from './weighing.ts';

/** A part of a rule's check, at its place in the catalogue. */
export interface RulePart {
  readonly rule: Rule;
  readonly part: CheckPart<unknown>;
  /** Counts the parts of all rules, in the order of the catalogue. */
  readonly index: number;
}

/** The parts of the rules that fit an architecture. */
export function rulePartsOf(
  rules: readonly Rule[],
  architecture: Runbook['architecture']['value'],
): readonly RulePart[] {
  return rules
    .filter((rule) => rule.architecture === 'both' || rule.architecture === architecture)
    .flatMap((rule) => partsOf(rule.check).map((part) => ({ rule, part })))
    .map((each, index) => ({ ...each, index }));
}

/** A rule about machines in one frame; what it looks up in the frame it has looked up. */
export interface SeatedJudge {
  readonly rule: Rule;
  readonly index: number;
  judge(subject: MachineInPlay, tell: (verdict: Verdict<unknown>) => void): void;
}

/** Seats the rules about machines. One that breaks down here can judge no machine. */
export function seated(parts: readonly RulePart[], frame: Frame, crashed: (at: RulePart, thrown: unknown) => void) {
  const judges: SeatedJudge[] = [];
  for (const each of parts) {
    if (each.part.about !== 'each-machine') continue;
    const judge = seat(each, frame, crashed);
    if (judge !== undefined) judges.push({ rule: each.rule, index: each.index, judge });
  }
  return judges;
}

function seat(
  each: RulePart,
  frame: Frame,
  crashed: (at: RulePart, thrown: unknown) => void,
): MachineJudge<unknown> | undefined {
  if (each.part.about !== 'each-machine') return undefined;
  try {
    return each.part.judgeIn(frame);
  } catch (thrown) {
    crashed(each, thrown);
    return undefined;
  }
}

/** Weighs what one rule says of one machine. Answers until when that stands, as far as time alone goes. */
export function judgeMachine(
  { rule, judge }: SeatedJudge,
  subject: MachineInPlay,
  scales: Scales,
  context: () => RuleContext,
  tally: Tally,
): number {
  let until = Number.POSITIVE_INFINITY;
  try {
    judge(subject, (verdict) => {
      until = Math.min(until, scales.freshness.until(rule, verdict));
      weigh(rule, verdict, scales, context, tally);
    });
  } catch (thrown) {
    weighCrash(rule, thrown, subject.machine, tally);
  }
  return until;
}

/** What a quick fix of a finding about one machine gets to see. */
export function contextOfOne(
  { machine }: MachineInPlay,
  runbook: Runbook,
  inventory: Inventory | undefined,
  now: Date,
) {
  let made: RuleContext | undefined;
  return (): RuleContext => {
    made ??= {
      runbook: { ...runbook, machines: [machine], waves: [], apps: [], consistencyGroups: [] },
      inventory,
      now,
    };
    return made;
  };
}
