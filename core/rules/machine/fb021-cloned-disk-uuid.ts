import type { CapturedSiteMachine } from '../../inventory/inventory.ts';
import { days } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { bySaying } from '../decisions.ts';
import { eachOldMachine } from '../judge.ts';
import { broken, holds, unknown } from '../outcome.ts';
import { defineRule, type RuleContext } from '../rule.ts';
import { situationOf } from '../situation.ts';

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
  check: (context) => judgeAll(context)(context),
});

interface Owner {
  readonly name: string;
  readonly isMasterTarget: boolean;
}

/** Who else has a UUID, looked up once for all machines. */
function judgeAll(context: RuleContext) {
  const { machines, masterTargets } = situationOf(context);
  const owners = new Map<string, Owner[]>();
  const note = (captured: CapturedSiteMachine | undefined, name: string, isMasterTarget: boolean) => {
    for (const uuid of captured === undefined ? [] : uuidsOf(captured)) {
      const known = owners.get(uuid);
      if (known === undefined) owners.set(uuid, [{ name, isMasterTarget }]);
      else known.push({ name, isMasterTarget });
    }
  };
  for (const target of masterTargets) note(target.onSite.seen, target.name, true);
  for (const { machine, onSite } of machines)
    if (machine.location.value === 'original') note(onSite.seen, machine.name, false);
  const targetOf = new Map(machines.map(({ machine, masterTarget }) => [machine.name, masterTarget]));

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
      const uuids = uuidsOf(captured);
      if ('reason' in masterTarget.onSite) return unknown(masterTarget.onSite.reason);
      if (!captured.disks.every(({ uuid }) => uuid !== undefined) || uuids.length === 0)
        return unknown(`the capture did not tell the UUIDs of the old machine '${machine.name}'`);
      const isOther = ({ name, isMasterTarget }: Owner) =>
        isMasterTarget ? name === masterTarget.name : name !== machine.name && targetOf.get(name) === masterTarget;
      const clash = firstOf(uuids, (uuid) => owners.get(uuid)?.find(isOther));
      const seen = [captured, masterTarget.onSite.seen];
      if (clash === undefined) return holds(...seen);
      return broken({ vm: machine.name, other: clash.name, isMasterTarget: clash.isMasterTarget }, seen);
    },
  );
}

function uuidsOf({ uuid, disks }: CapturedSiteMachine): readonly string[] {
  return [uuid, ...disks.map((disk) => disk.uuid)].flatMap((each) => (each === undefined ? [] : [each.toLowerCase()]));
}

/** Stops at the first: many machines of one template share one UUID. */
function firstOf<T, R>(things: readonly T[], look: (thing: T) => R | undefined): R | undefined {
  for (const thing of things) {
    const found = look(thing);
    if (found !== undefined) return found;
  }
  return undefined;
}
