import type { MasterTargetInPlay } from '../classic-in-play.ts';
import { type Outcome, unknown, verdictOn } from '../outcome.ts';
import { situationOf } from '../situation.ts';
import type { RuleContext, Verdict } from '../verdict.ts';

/** The system of a master target: as the vault shows it, else as the runbook says. */
export function familyOfTarget({
  captured,
  target,
}: Pick<MasterTargetInPlay, 'captured' | 'target'>): 'windows' | 'linux' | undefined {
  const { seen } = captured;
  if (seen !== undefined && seen.osType !== undefined) return seen.osType === 'Windows' ? 'windows' : 'linux';
  return target.os === undefined ? undefined : target.os.value;
}

/** Judges each Linux master target by what its administrator says of its inside, where no capture looks. */
export function eachLinuxTarget<P>(
  fact: string,
  said: (subject: MasterTargetInPlay) => Outcome<P> | undefined,
): (context: RuleContext) => Iterable<Verdict<P>> {
  return function* (context) {
    const { masterTargets, howToCapture: how } = situationOf(context);
    for (const subject of masterTargets) {
      if (familyOfTarget(subject) === 'windows') continue;
      yield verdictOn({ subject: subject.name, at: subject.at, fact, how }, said(subject) ?? unknown());
    }
  };
}
