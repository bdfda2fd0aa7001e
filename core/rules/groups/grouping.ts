import { stageOf } from '../item-stage.ts';
import { holds, type Outcome, type Question, type Seen, unknown, verdictOn } from '../outcome.ts';
import { type MachineInPlay, situationOf } from '../situation.ts';
import type { RuleContext, Severity, Verdict } from '../verdict.ts';
import { groupsInPlay, ungrouped } from './groups-in-play.ts';

/**
 * Judges whether machines are in groups at all, for operations that the service may refuse for members: each group that
 * has yet to come home is a breach, each machine by itself is in order. On modernized nothing is documented either way, so
 * only what is known to be a group is told there, as a warning.
 */
export function checkGrouping<P>(
  fact: string,
  breach: (
    group: string,
    members: readonly string[],
    seen: readonly Seen[],
    severity: Severity | undefined,
  ) => Outcome<P>,
): (context: RuleContext) => Iterable<Verdict<P>> {
  return function* (context) {
    const situation = situationOf(context);
    const isClassic = situation.runbook.architecture.value === 'classic';
    const ask = (subject: Pick<Question, 'at'> & { readonly name: string }): Question => ({
      subject: subject.name,
      at: subject.at,
      fact,
      how: situation.howToCapture,
    });
    for (const group of groupsInPlay(situation)) {
      const moving = group.members.filter(isYetToMove);
      if (moving.length < 2) continue;
      // The declaration decides by itself; where only the vault shows the group, the finding rests on what was captured.
      const seen = group.declared === undefined ? moving.flatMap(({ item }) => item.seen ?? []) : [];
      const names = moving.map(({ machine }) => machine.name);
      yield verdictOn(ask(group), breach(group.name, names, seen, isClassic ? undefined : 'warning'));
    }
    if (!isClassic) return;
    const { alone, unknown: open } = ungrouped(situation);
    for (const { machine, item } of alone) yield verdictOn(ask(machine), holds(...(item.seen ? [item.seen] : [])));
    for (const { machine } of open)
      yield verdictOn(ask(machine), unknown(`nobody captured whether '${machine.name}' is in a consistency group`));
  };
}

function isYetToMove({ item }: MachineInPlay): boolean {
  if (item.seen === undefined) return true;
  const stage = stageOf(item.seen);
  return stage === 'in-azure' || stage === 'returning';
}
