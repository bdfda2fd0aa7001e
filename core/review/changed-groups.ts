import { readableList } from '../plan/readable.ts';
import type { Machine } from '../runbook/runbook.ts';
import type { Change } from './change.ts';
import type { Sides } from './side.ts';

/** Machines that belong together: an app that holds its commits, or a consistency group. Their names are private. */
interface Group {
  readonly machines: readonly string[];
  readonly says: string;
  readonly at: Change['at'];
}

/** Groups whose members or whose promise are others than before. A group is the same as one with the same members. */
export function changedGroups({ before, after }: Sides): Change[] {
  const old = groupsOf(before.runbook);
  const now = groupsOf(after.runbook);
  return [
    ...[...now.values()].filter((group) => !old.has(keyOf(group))).map((group) => told(group, 'From now on', group.at)),
    ...[...old.values()].filter((group) => !now.has(keyOf(group))).map((group) => told(group, 'No longer', undefined)),
  ];
}

function groupsOf({ apps, consistencyGroups }: Sides['before']['runbook']): ReadonlyMap<string, Group> {
  const groups: Group[] = [
    ...apps.map(({ machines, onFailure, at }) => ({
      machines: namesOf(machines),
      says: onFailure.value === 'hold' ? 'none of {} commits until all are verified' : '{} may commit each by itself',
      at,
    })),
    ...consistencyGroups.map(({ machines, at }) => ({
      machines: namesOf(machines),
      says: '{} are replicated as one consistency group',
      at,
    })),
  ];
  return new Map(groups.map((group) => [keyOf(group), group]));
}

function keyOf({ machines, says }: Group): string {
  return `${says}\n${machines.join('\n')}`;
}

function namesOf(machines: readonly { readonly value: Machine }[]): readonly string[] {
  return machines.map(({ value }) => value.name).sort();
}

function told({ machines, says }: Group, how: string, at: Change['at']): Change {
  const sentence = `${how}: ${says.replace('{}', readableList(machines))}.`;
  return { risk: 'serious', kind: 'group', subjects: machines, says: sentence, means: undefined, at };
}
