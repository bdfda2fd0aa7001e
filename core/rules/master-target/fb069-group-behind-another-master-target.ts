import type { CapturedItem } from '../../inventory/inventory.ts';
import { sameName } from '../../inventory/world.ts';
import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { isInRealGroup } from '../groups/groups-in-play.ts';
import { stageOf } from '../item-stage.ts';
import { eachMachineIn } from '../judge.ts';
import { broken, holds, type Outcome, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { type MachineInPlay, section } from '../situation.ts';
import { listed } from '../words.ts';

interface Params {
  readonly vm: string;
  readonly target: string;
  readonly group: string;
  readonly others: readonly string[];
  readonly otherTarget: string;
}

export const groupBehindAnotherMasterTarget = defineRule<Params>({
  code: 'FB069',
  title: 'Rest of the replication group returns through another master target',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'a group has one master target; through two of them it has no common point in time.',
  architecture: 'classic',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: hours(4),
  source: {
    ...articles.reprotect,
    says: "the same master target must be used for all machines of a replication group; if a different one is used, it can't provide a common point in time",
    confidence: 'documented',
  },
  byHand:
    'In the vault, open the replicated items of the group: those that return already show their master target. The group stands in the properties of each.',
  mend: 'Send the machine through the master target that carries the rest of its group.',
  message: ({ vm, target, group, others, otherTarget }) =>
    `'${vm}' is to come home through '${target}', but ${listed(others)} of the same replication group '${group}' ${others.length === 1 ? 'returns' : 'return'} through '${otherTarget}' already. Through two master targets the group has no common point in time.`,
  details:
    'This looks at what replicates home already, in this runbook or in another one. Members that the runbook itself sends through different master targets are told by FB151.',
  check: eachMachineIn('master target of the replication group', ({ world }) => {
    const returning = (section(world, 'items') ?? []).filter(
      (item) => item.masterTargetId !== undefined && stageOf(item) === 'returning' && isInRealGroup(item),
    );
    const byGroup = Map.groupBy(returning, groupOf);
    const targets = section(world, 'masterTargets');
    const nameOf = (id: string) => targets?.find((target) => sameName(target.id, id))?.name ?? id;
    return (subject) => {
      const outcome = judged(subject, byGroup, nameOf);
      return outcome && { at: subject.machine.via?.at, ...outcome };
    };
  }),
  fix({ otherTarget }, at, { runbook }) {
    const declared = runbook.masterTargets.find(({ targetName }) => sameName(targetName, otherTarget));
    if (declared === undefined) return undefined;
    return { title: `Come home through '${declared.name}'`, edits: [{ range: at, newText: declared.name }] };
  },
});

function judged(
  { machine, item, masterTarget }: MachineInPlay,
  byGroup: ReadonlyMap<string, readonly CapturedItem[]>,
  nameOf: (id: string) => string,
): Outcome<Params> | undefined {
  if (masterTarget === undefined) return undefined;
  if ('reason' in item) return unknown(item.reason);
  if (item.seen.multiVmGroupName === undefined && item.seen.multiVmGroupId === undefined)
    return unknown(`the capture did not tell the replication group of '${machine.name}'`);
  if (stageOf(item.seen) !== 'in-azure' || !isInRealGroup(item.seen)) return holds(item.seen);
  const wanted = masterTarget.target.targetName;
  const rest = byGroup.get(groupOf(item.seen)) ?? [];
  const strays = rest.filter(({ masterTargetId }) => !sameName(nameOf(masterTargetId ?? ''), wanted));
  const [first] = strays;
  if (first === undefined) return holds(item.seen, ...rest);
  const params = {
    vm: machine.name,
    target: masterTarget.name,
    group: item.seen.multiVmGroupName ?? '',
    others: strays.map(({ friendlyName }) => friendlyName),
    otherTarget: nameOf(first.masterTargetId ?? ''),
  };
  return broken(params, [item.seen, ...strays]);
}

function groupOf({ multiVmGroupId, multiVmGroupName }: CapturedItem): string {
  return (multiVmGroupId ?? multiVmGroupName ?? '').toLowerCase();
}
