import type { CapturedHost } from '../../inventory/inventory.ts';
import { sameName } from '../../inventory/world.ts';
import type { Machine, MasterTarget } from '../../runbook/runbook.ts';
import { type MasterTargetSeen, masterTargetSeen } from '../classic-in-play.ts';
import { deletesOldMachine } from '../decisions.ts';
import type { Frame, RunbookFrame } from '../frame.ts';
import type { Seen } from '../outcome.ts';
import { type MachineInPlay, situationOf } from '../situation.ts';
import type { RuleContext } from '../verdict.ts';
import { familyOfTarget } from './linux-target.ts';

/** The datastores into which a master target can write, and who says so. */
export interface Reach {
  readonly datastores: readonly string[];
  /** Undefined: the runbook alone. */
  readonly seen: Seen | undefined;
  /** vSphere shows the master target on its host, and what that host mounts for writing. */
  readonly proves: boolean;
}

type TargetSeen = Pick<MasterTargetSeen, 'target' | 'captured' | 'host'>;

/**
 * What its host mounts for reading and writing, else what the vault says it sees, else what the runbook says. The vault
 * does not tell whether a datastore can be written to, so what it lists proves no reach, only what it lacks.
 */
export function reachOf({ target, captured, host }: TargetSeen): Reach | undefined {
  if (host !== undefined && host.captured.seen !== undefined)
    return { datastores: writable(host.captured.seen), seen: host.captured.seen, proves: host.isShown };
  if (captured.seen !== undefined) return { datastores: captured.seen.datastores, seen: captured.seen, proves: false };
  const written = writtenFor({ target, host });
  return written.length === 0 ? undefined : { datastores: written, seen: undefined, proves: false };
}

/** Whether the runbook itself says that the master target reaches all of these. */
export function isWritten(target: Pick<TargetSeen, 'target' | 'host'>, datastores: readonly string[]): boolean {
  const written = writtenFor(target);
  return datastores.every((each) => includes(written, each));
}

function writtenFor({ target, host }: Pick<TargetSeen, 'target' | 'host'>): readonly string[] {
  const declared = host === undefined || host.declared === undefined ? [] : host.declared.datastores;
  return [...new Set([...declared, ...target.datastores].map(({ value }) => value.datastoreName))];
}

function writable({ datastores }: CapturedHost): readonly string[] {
  return datastores.filter(({ accessMode }) => sameName(accessMode, 'readWrite')).map(({ name }) => name);
}

export function includes(reached: readonly string[], wanted: string): boolean {
  return reached.some((name) => sameName(name, wanted));
}

/** Whether the service makes a new machine for it: a copy elsewhere, one whose old machine is deleted, or a physical server. */
export function becomesNewMachine(subject: MachineInPlay): boolean {
  return subject.machine.location.value === 'alternate' || deletesOldMachine(subject.machine) || wasPhysical(subject);
}

export function wasPhysical({ machine, item }: MachineInPlay): boolean {
  const told = item.seen === undefined ? undefined : item.seen.discoveryType;
  return told === undefined ? machine.source.value === 'physical' : told === 'Physical';
}

/**
 * Whether its old machine lies on a host that no vCenter manages: as vSphere shows the host, else as the runbook declares
 * the hosts that mount its datastore.
 */
export function isOnBareHost({ machine, onSite }: MachineInPlay, { runbook, world }: Frame): boolean {
  const name = onSite.seen === undefined ? undefined : onSite.seen.host;
  const seen = name === undefined || world === undefined ? undefined : world.host(name);
  if (seen !== undefined) return seen.vcenter === undefined || sameName(seen.vcenter, seen.name);
  const hosts =
    name === undefined ? mounting(machine, runbook) : runbook.hosts.filter((host) => sameName(host.name, name));
  return hosts.length > 0 && hosts.every(({ vcenter }) => vcenter === undefined);
}

function mounting({ datastore }: Machine, { hosts }: RunbookFrame): RunbookFrame['hosts'] {
  return hosts.filter(({ datastores }) => datastores.some(({ value }) => value === datastore?.value));
}

/** The only other declared master target of the same system that reaches all of these datastores. */
export function anotherThatReaches(
  context: RuleContext,
  than: MasterTargetSeen,
  datastores: readonly string[],
): MasterTarget | undefined {
  const { runbook, world } = situationOf(context);
  const family = familyOfTarget(than);
  const others = runbook.masterTargets.filter((target) => {
    if (target === than.target) return false;
    const seen = masterTargetSeen(target, runbook, world);
    const reach = reachOf(seen);
    if (reach === undefined || familyOfTarget(seen) !== family) return false;
    return datastores.every((each) => includes(reach.datastores, each));
  });
  return others.length === 1 ? others[0] : undefined;
}
