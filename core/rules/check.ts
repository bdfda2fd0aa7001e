import type { Frame } from './frame.ts';
import type { MachineInPlay } from './machine-in-play.ts';
import type { RuleContext, Verdict } from './verdict.ts';

/** Judges one machine and tells its verdicts, all of them about that machine. */
export type MachineJudge<P> = (subject: MachineInPlay, tell: (verdict: Verdict<P>) => void) => void;

/**
 * A stretch of a check, by what its verdicts rest on.
 *
 * *each-machine*: a verdict about a machine rests on that machine, the captured world and the frame, and on no other
 * machine, wave or app; so it stands for as long as those are the same objects. The types let such a part see no more.
 * *whole-run*: it may rest on anything, so it is judged anew after each change.
 */
export type CheckPart<P> =
  | { readonly about: 'each-machine'; readonly judgeIn: (frame: Frame) => MachineJudge<P> }
  | { readonly about: 'whole-run'; readonly check: (context: RuleContext) => Iterable<Verdict<P>> };

/** How a rule looks at a run. One that does not say of what parts it is made is about the whole run. */
export interface Check<P> {
  (context: RuleContext): Iterable<Verdict<P>>;
  readonly parts?: readonly CheckPart<P>[];
}

export function partsOf<P>(check: Check<P>): readonly CheckPart<P>[] {
  return check.parts ?? [{ about: 'whole-run', check }];
}

/** One check made of several, told in this order. */
export function together<P>(...checks: readonly Check<P>[]): Check<P> {
  return Object.assign(
    function* (context: RuleContext) {
      for (const check of checks) yield* check(context);
    },
    { parts: checks.flatMap((check) => partsOf(check)) },
  );
}
