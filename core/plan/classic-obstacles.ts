import type { CapturedItem } from '../inventory/inventory.ts';
import type { Runbook } from '../runbook/runbook.ts';
import { someOf } from './missing-ids.ts';
import type { Plan } from './plan.ts';
import type { SettledMachine } from './settle-machines.ts';

/** What a classic plan asks for that no live run may do yet, or that nobody can know: full sentences. */
export function classicObstacles(
  runbook: Runbook,
  machines: readonly SettledMachine[],
  part: Plan['part'],
  { groupsAreTold }: { readonly groupsAreTold: boolean },
): readonly string[] {
  return [...(groupsAreTold ? [] : groupsAreUnproven(runbook, machines)), ...unknownPoints(machines, part)];
}

/**
 * Whoever accepts FB152 and FB153 may rehearse such a group; a live run is refused all the same.
 *
 * Microsoft's articles have the members of a replication group reprotected through a recovery plan; its API takes no body
 * there, and its cmdlets refuse both that and the single member's failover. Nobody could show that the service takes them.
 */
function groupsAreUnproven(runbook: Runbook, machines: readonly SettledMachine[]): string[] {
  const declared = new Set(runbook.consistencyGroups.flatMap((group) => group.machines.map(({ value }) => value)));
  const members = machines.filter(
    ({ machine, item }) => declared.has(machine) || (item !== undefined && isInReplicationGroup(item)),
  );
  if (members.length === 0) return [];
  return [
    `${someOf(members.map(({ machine }) => machine.name))} ${members.length === 1 ? 'belongs' : 'belong'} to a replication group, and it is not proven ` +
      'that the service reprotects and fails over single members of one: the articles ask for a recovery plan, whose API ' +
      'does neither. Rehearse it; then bring these machines home by the portal, or take them out of the group while they ' +
      'replicate to Azure.',
  ];
}

/**
 * A group that somebody made; each machine without one has a group of its own, whose name is its id.
 * @source recordings of Azure PowerShell's own tests: V2ATestReprotect
 */
export function isInReplicationGroup({ multiVmGroupName: name, multiVmGroupId: id }: CapturedItem): boolean {
  if (name === undefined || name === '') return false;
  return id === undefined ? !isGuid(name) : name.toLowerCase() !== id.toLowerCase();
}

/** A point made on the way home exists only once the machine replicates home, so only then can it be named. */
function unknownPoints(machines: readonly SettledMachine[], part: Plan['part']): string[] {
  const early: string[] = [];
  const sentences: string[] = [];
  for (const { machine, item } of machines) {
    const { value: point } = machine.recoveryPoint;
    if (point.kind !== 'custom') continue;
    if (part === 'whole') early.push(machine.name);
    else if (part === 'from-cutover' && item?.recoveryPoints?.some(({ id }) => isPoint(id, point.id)) === false)
      sentences.push(
        `'${machine.name}' has no recovery point '${point.id}' in the inventory. Capture anew and name one that is there, or write \`recovery-point: latest\`.`,
      );
  }
  if (early.length > 0)
    sentences.push(
      `${someOf(early)} ${early.length === 1 ? 'names' : 'name'} a recovery point of the way home, which does not exist before the machine replicates home. ` +
        'Plan in two halves (`--until replicated`, then `--from cutover`), and name the point in between.',
    );
  return sentences;
}

/** The vault writes a point's ARM id, people its name. */
export function isPoint(id: string, wanted: string): boolean {
  const last = (one: string) => one.slice(one.lastIndexOf('/') + 1).toLowerCase();
  return last(id) === last(wanted);
}

function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text);
}
