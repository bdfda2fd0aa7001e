import type { CapturedSiteMachine, CapturedStorageCluster } from '../../inventory/inventory.ts';
import { sameName } from '../../inventory/world.ts';
import { hours, type Timestamp } from '../../quantity.ts';
import { articles } from '../articles.ts';
import type { MasterTargetInPlay } from '../classic-in-play.ts';
import { bySaying, knownFact } from '../decisions.ts';
import { stageOf } from '../item-stage.ts';
import { broken, declared, holds, type Outcome, unknown, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { type MachineInPlay, type Situation, section, situationOf } from '../situation.ts';
import { listed } from '../words.ts';

type Params =
  | {
      readonly kind: 'moved';
      readonly target: string;
      readonly when: Timestamp | undefined;
      readonly machines: readonly string[];
    }
  | { readonly kind: 'may-move'; readonly target: string; readonly cluster: string | undefined };

export const masterTargetMayBeRelocated = defineRule<Params>({
  code: 'FB061',
  title: 'Master target is moved by Storage vMotion',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'the disks of the returning machines move along with it; at the failover they are not found, and the machines do not start.',
  architecture: 'classic',
  decidedBy: ['text', 'inventory', 'preflight', 'run'],
  timeToLive: hours(24),
  source: {
    ...articles.prepareFailback,
    says: 'the master target must not be moved by Storage vMotion and is to be excluded from the vMotion list; after a move the attached disks are elsewhere, their detachment fails, and the machine cannot start',
    confidence: 'documented',
  },
  seenIn: 'vcenter',
  byHand:
    'In the vSphere client, open the datastore cluster, Configure, VM Overrides: the master target must be there with Storage DRS disabled. For moves, open the master target, Monitor, Events. In PowerCLI:\nGet-VM NAME | Get-VIEvent -Types Info | Where-Object { $_ -is [VMware.Vim.VmRelocatedEvent] }',
  mend: 'Set an override of Storage DRS for the master target to "disabled", and tell those who move machines by hand, until the last machine is committed. Or say what you know: `known { storage-drs: excluded }`',
  message: (params) =>
    params.kind === 'moved'
      ? `The master target '${params.target}' was moved by Storage vMotion${params.when === undefined ? '' : ` on ${params.when}`} while ${listed(params.machines)} ${params.machines.length === 1 ? 'returns' : 'return'} through it. The attached disks moved along; at the failover they are not found.`
      : `Storage DRS${params.cluster === undefined ? '' : ` of '${params.cluster}'`} moves machines by itself, and the master target '${params.target}' is not left out. A move while machines return takes their disks along, and at the failover they are not found.`,
  remedy: (params) =>
    params.kind === 'moved'
      ? 'Stop before the failover. Find the disks of each returning machine on the datastore that the master target moved to, and see that its replication is healthy; reprotect anew what is not. Exclude the master target from Storage DRS.'
      : 'Set an override of Storage DRS for the master target to "disabled" in the datastore cluster, and capture anew. Or say what you know: `known { storage-drs: excluded }`',
  reads: [],
  *check(context) {
    const situation = situationOf(context);
    const through = Map.groupBy(situation.machines, ({ masterTarget }) => masterTarget?.target);
    for (const subject of situation.masterTargets) {
      const ask = (fact: string) => ({ subject: subject.name, at: subject.at, fact, how: situation.howToCapture });
      const moved = movedWhileMachinesReturn(subject, through.get(subject.target) ?? []);
      if (moved !== undefined) yield verdictOn(ask('relocations'), moved);
      yield verdictOn(ask('Storage DRS exclusion'), mayMove(subject, situation));
    }
  },
});

/** Nothing to look for before the first machine returns. When it was reprotected nobody captured; it was after its failover. */
function movedWhileMachinesReturn(
  subject: MasterTargetInPlay,
  machines: readonly MachineInPlay[],
): Outcome<Params> | undefined {
  const returning = machines.flatMap(({ machine, item }) =>
    item.seen !== undefined && stageOf(item.seen) === 'returning'
      ? [{ vm: machine.name, failedOver: item.seen.lastFailover }]
      : [],
  );
  const unseen = machines.find(({ item }) => item.seen === undefined);
  if (returning.length === 0 && unseen === undefined) return undefined;
  const seen = subject.onSite.seen;
  const names = returning.map(({ vm }) => vm);
  if (returning.length === 0 || seen === undefined || seen.relocations === undefined)
    return (
      bySaying(subject.target.known, 'relocated', false, () => ({
        kind: 'moved' as const,
        target: subject.name,
        when: undefined,
        machines: names,
      })) ??
      unknown(
        unseen !== undefined && 'reason' in unseen.item
          ? unseen.item.reason
          : 'reason' in subject.onSite
            ? subject.onSite.reason
            : `the capture did not tell the events of '${subject.name}'`,
      )
    );
  for (const when of seen.relocations) {
    const touched = returning.filter(
      ({ failedOver }) => failedOver === undefined || Date.parse(failedOver) < Date.parse(when),
    );
    if (touched.length > 0)
      return broken<Params>({ kind: 'moved', target: subject.name, when, machines: touched.map(({ vm }) => vm) }, [
        seen,
      ]);
  }
  return holds(seen);
}

function mayMove(subject: MasterTargetInPlay, { world }: Situation): Outcome<Params> {
  const { name, target, onSite } = subject;
  const clusters = section(world, 'storageClusters');
  if (clusters === undefined || onSite.seen === undefined) {
    const said = knownFact(target.known, 'storage-drs');
    if (said === undefined) return unknown('reason' in onSite ? onSite.reason : undefined);
    if (sameName(String(said.value), 'excluded')) return declared();
    return broken<Params>({ kind: 'may-move', target: name, cluster: undefined }, [], { at: said.at });
  }
  const machine = onSite.seen;
  const own = clusters.filter((cluster) => liesIn(machine, cluster));
  const moving = own.find((cluster) => movesBySelf(machine, cluster));
  if (moving !== undefined)
    return broken<Params>({ kind: 'may-move', target: name, cluster: moving.name }, [machine, moving]);
  return holds(machine, ...own);
}

function liesIn({ datastores }: CapturedSiteMachine, cluster: CapturedStorageCluster): boolean {
  return cluster.datastores.some((one) => datastores.some((other) => sameName(one, other)));
}

function movesBySelf(
  { name }: CapturedSiteMachine,
  { enabled, automation, excluded }: CapturedStorageCluster,
): boolean {
  return enabled && /automated/i.test(automation) && !excluded.some((each) => sameName(each, name));
}
