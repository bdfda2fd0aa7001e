import type { CapturedSiteMachine } from '../../inventory/inventory.ts';
import { days } from '../../quantity.ts';
import type { MasterTarget } from '../../runbook/runbook.ts';
import { articles } from '../articles.ts';
import { bySaying } from '../decisions.ts';
import { eachOldMachine } from '../judge.ts';
import { broken, holds, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { type Situation, situationOf } from '../situation.ts';
import type { RuleContext } from '../verdict.ts';

interface Params {
  readonly vm: string;
  /** The machine with the same UUID; undefined where only the runbook says that there is one. */
  readonly other: string | undefined;
  readonly isMasterTarget: boolean;
}

export const clonedDiskUuid = defineRule<Params>({
  code: 'FB021',
  title: 'Machine shares a UUID with another one',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'reprotect fails when the UUIDs of the machine and of the master target clash.',
  architecture: 'classic',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: days(7),
  source: {
    ...articles.reprotect,
    says: 'machines that were made from a template must each have UUIDs of their own for their disks; if the UUID of the machine clashes with that of the master target because both were made from one template, reprotect fails',
    confidence: 'documented',
  },
  seenIn: 'vcenter',
  byHand:
    'In PowerCLI, compare the UUIDs of the old machine and of its disks with those of the master target:\nGet-VM NAME, MASTER-TARGET | ForEach-Object { $_.Name; $_.ExtensionData.Config.Uuid; ($_ | Get-HardDisk).ExtensionData.Backing.Uuid }',
  mend: 'Install a master target that was not made from the same template, and send the machine through it. Or say what you know: `known { disk-uuids: unique }`',
  message: ({ vm, other, isMasterTarget }) =>
    other === undefined
      ? `The old machine of '${vm}' or one of its disks has a UUID that another machine has as well. Where that is the master target, reprotect fails.`
      : `The old machine of '${vm}' or one of its disks has the same UUID as ${isMasterTarget ? `the master target '${other}'` : `'${other}', which comes home through the same master target`}. The disks cannot be told apart there, and reprotect fails.`,
  reads: ['location', 'known'],
  check: (context) => judgeAll(context)(context),
});

/** Who has a UUID: the master target, or the first two of the machines that come home through it. */
interface Owners {
  readonly target: Set<string>;
  readonly first: Map<string, string>;
  readonly second: Map<string, string>;
}

/** Who else has a UUID, looked up once for all machines. */
function judgeAll(context: RuleContext) {
  const owners = ownersOf(situationOf(context));
  return eachOldMachine<Params>(
    {
      fact: 'UUIDs of the old machine',
      declared: ({ machine }) =>
        bySaying(machine.known, 'disk-uuids', 'unique', () => ({
          vm: machine.name,
          other: undefined,
          isMasterTarget: false,
        })),
    },
    (captured, { machine, masterTarget }) => {
      if (masterTarget === undefined) return undefined;
      if ('reason' in masterTarget.onSite) return unknown(masterTarget.onSite.reason);
      const isTold = captured.disks.every(({ uuid }) => uuid !== undefined);
      if (!isTold || (captured.uuid === undefined && captured.disks.length === 0))
        return unknown(`the capture did not tell the UUIDs of the old machine '${machine.name}'`);
      const clash = clashOf(captured, machine.name, owners.get(masterTarget.target));
      if (clash === undefined) return holds(captured, masterTarget.onSite.seen);
      const other = clash.isMasterTarget ? masterTarget.name : clash.other;
      return broken({ vm: machine.name, other, isMasterTarget: clash.isMasterTarget }, [
        captured,
        masterTarget.onSite.seen,
      ]);
    },
  );
}

function ownersOf({ machines, masterTargets }: Situation): ReadonlyMap<MasterTarget, Owners> {
  const owners = new Map<MasterTarget, Owners>();
  for (const target of masterTargets) {
    const own: Owners = { target: new Set<string>(), first: new Map(), second: new Map() };
    if (target.onSite.seen !== undefined) anyUuid(target.onSite.seen, (uuid) => void own.target.add(uuid));
    owners.set(target.target, own);
  }
  for (const { machine, onSite, masterTarget } of machines) {
    const own = masterTarget === undefined ? undefined : owners.get(masterTarget.target);
    if (own === undefined || onSite.seen === undefined || machine.location.value !== 'original') continue;
    anyUuid(onSite.seen, (uuid) => {
      const first = own.first.get(uuid);
      if (first === undefined) own.first.set(uuid, machine.name);
      else if (first !== machine.name && !own.second.has(uuid)) own.second.set(uuid, machine.name);
      return undefined;
    });
  }
  return owners;
}

function clashOf(captured: CapturedSiteMachine, vm: string, owners: Owners | undefined) {
  if (owners === undefined) return undefined;
  return anyUuid(captured, (uuid) => {
    if (owners.target.has(uuid)) return { isMasterTarget: true, other: undefined };
    const first = owners.first.get(uuid);
    const other = first === vm ? owners.second.get(uuid) : first;
    return other === undefined ? undefined : { isMasterTarget: false, other };
  });
}

/** Looks at each UUID of a machine and of its disks, and stops at the first of which something is found. */
function anyUuid<R>({ uuid, disks }: CapturedSiteMachine, look: (uuid: string) => R | undefined): R | undefined {
  let found = uuid === undefined ? undefined : look(uuid.toLowerCase());
  for (const disk of disks) {
    if (found !== undefined) return found;
    if (disk.uuid !== undefined) found = look(disk.uuid.toLowerCase());
  }
  return found;
}
