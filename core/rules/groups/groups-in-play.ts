import type { CapturedItem } from '../../inventory/inventory.ts';
import type { ConsistencyGroup, Machine } from '../../runbook/runbook.ts';
import type { SourceRange } from '../../runbook/source.ts';
import { type Outcome, verdictOn } from '../outcome.ts';
import { type MachineInPlay, type Situation, situationOf } from '../situation.ts';
import type { RuleContext, Verdict } from '../verdict.ts';

/** Machines that replicate as one (multi-VM consistency): as the runbook says, or as the vault shows. */
export interface GroupInPlay {
  readonly name: string;
  readonly at: SourceRange;
  /** Undefined: the vault shows the group, and the runbook does not know of it. */
  readonly declared: ConsistencyGroup | undefined;
  /** Those that are written come first. */
  readonly members: readonly MachineInPlay[];
}

/**
 * Whether somebody made the group that an item is in. An item by itself is in a group of its own, whose name and id are
 * one GUID.
 *
 * @source recording V2ATestReprotect: multiVmGroupName equals multiVmGroupId on each item that nobody grouped.
 */
export function isInRealGroup({ multiVmGroupName: name, multiVmGroupId: id }: CapturedItem): boolean {
  return name !== undefined && name.toLowerCase() !== id?.toLowerCase() && !GUID.test(name);
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const known = new WeakMap<Situation, readonly GroupInPlay[]>();

/** Every group of the runbook's machines; found once for all rules. A declared group has those members too that the vault shows in it. */
export function groupsInPlay(situation: Situation): readonly GroupInPlay[] {
  const groups = known.get(situation) ?? surveyed(situation);
  known.set(situation, groups);
  return groups;
}

function surveyed({ runbook, machines }: Situation): readonly GroupInPlay[] {
  const inVault = Map.groupBy(machines, groupInVault);
  const declaredOf = new Map(
    runbook.consistencyGroups.flatMap((group) => group.machines.map(({ value }) => [value, group] as const)),
  );
  const inPlay = new Map(machines.map((member) => [member.machine, member]));
  const declared = runbook.consistencyGroups.map((group) => membersOf(group, inPlay, inVault));
  const others = [...inVault].flatMap(([, members]) => {
    const [first] = members;
    const name = first?.item.seen?.multiVmGroupName;
    if (first === undefined || name === undefined || groupInVault(first) === undefined) return [];
    if (members.some(({ machine }) => declaredOf.has(machine))) return [];
    return [{ name, at: first.machine.at, declared: undefined, members }];
  });
  return [...declared, ...others];
}

function membersOf(
  group: ConsistencyGroup,
  inPlay: ReadonlyMap<Machine, MachineInPlay>,
  inVault: ReadonlyMap<string | undefined, readonly MachineInPlay[]>,
): GroupInPlay {
  const own = group.machines.flatMap(({ value }) => inPlay.get(value) ?? []);
  const shown = own.flatMap((member) => {
    const key = groupInVault(member);
    return key === undefined ? [] : (inVault.get(key) ?? []);
  });
  return { name: group.name, at: group.at, declared: group, members: [...new Set([...own, ...shown])] };
}

/** What tells the groups of the vault apart; undefined where the machine is in none that somebody made. */
function groupInVault({ item }: MachineInPlay): string | undefined {
  if (item.seen === undefined || !isInRealGroup(item.seen)) return undefined;
  return (item.seen.multiVmGroupId ?? item.seen.multiVmGroupName)?.toLowerCase();
}

/** Judges each group. */
export function eachGroup<P>(
  fact: string,
  judge: (group: GroupInPlay, situation: Situation) => Outcome<P>,
): (context: RuleContext) => Iterable<Verdict<P>> {
  return function* (context) {
    const situation = situationOf(context);
    for (const group of groupsInPlay(situation)) {
      const question = { subject: group.name, at: group.at, fact, how: situation.howToCapture };
      yield verdictOn(question, judge(group, situation));
    }
  };
}

/** Machines of which the vault shows that they are in no group; those of which nobody knows are in `unknown`. */
export function ungrouped(situation: Situation): {
  readonly alone: readonly MachineInPlay[];
  readonly unknown: readonly MachineInPlay[];
} {
  const grouped = new Set(groupsInPlay(situation).flatMap(({ members }) => members));
  const others = situation.machines.filter((machine) => !grouped.has(machine));
  const isTold = ({ item }: MachineInPlay) => item.seen?.multiVmGroupName !== undefined;
  return { alone: others.filter(isTold), unknown: others.filter((machine) => !isTold(machine)) };
}
