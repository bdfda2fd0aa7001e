import type { CapturedSiteMachine } from '../../inventory/inventory.ts';
import { fold, sameName } from '../../inventory/world.ts';
import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { stageOf } from '../item-stage.ts';
import { eachMachineIn } from '../judge.ts';
import { broken, holds, type Outcome, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { lookOf } from '../sighting.ts';
import { type MachineInPlay, section } from '../situation.ts';
import { wasPhysical } from './reach.ts';

interface Params {
  readonly vm: string;
  readonly name: string;
  readonly host: string;
}

export const nameTakenOnHost = defineRule<Params>({
  code: 'FB067',
  title: "Name is taken on the master target's host",
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'reprotect fails with error 78052, and leaves the machine in Azure unprotected.',
  architecture: 'classic',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: hours(4),
  source: {
    ...articles.troubleshootReprotect,
    says: 'reprotect fails with error 78052 when a machine of the same name exists on the host of the master target already',
    confidence: 'documented',
  },
  serviceErrors: ['78052'],
  seenIn: 'vcenter',
  byHand:
    'In the vSphere client, open the host of the master target, VMs, and look for the name. In PowerCLI:\nGet-VMHost NAME | Get-VM -Name NAME',
  mend: 'Rename or move the stray machine; or send the returning one through a master target on another host.',
  message: ({ vm, name, host }) =>
    `On '${host}', the host of the master target, a machine called '${name}' exists already that is not the old machine of '${vm}'. Reprotect fails on the clash of names.`,
  details:
    'At the original location the old machine itself has the name, and that is no clash: only a second machine of the name is. A physical server has no old machine, so any machine of its name is one too many.',
  check: eachMachineIn('names on the host of the master target', ({ world }) => {
    const all = section(world, 'siteMachines');
    const named = Map.groupBy(all ?? [], ({ name }) => fold(name));
    return (subject) => {
      const { machine, item } = subject;
      // Once it is reprotected, the machine that the service made has the name.
      if (item.seen !== undefined && stageOf(item.seen) !== 'in-azure') return undefined;
      if (world === undefined || all === undefined) return unknown();
      const name = item.seen === undefined ? machine.name : item.seen.friendlyName;
      const same = named.get(fold(name)) ?? [];
      const unread = world.unreadMachine(name);
      return unread === undefined || subject.masterTarget === undefined
        ? judged(subject, name, same, lookOf(world))
        : unknown(`the site shows a machine '${name}' of which nobody knows where it lies: ${unread.reason}`);
    };
  }),
});

function judged(
  subject: MachineInPlay,
  name: string,
  same: readonly CapturedSiteMachine[],
  look: { readonly seenAt: string },
): Outcome<Params> | undefined {
  const { machine, item, masterTarget } = subject;
  if (masterTarget === undefined) return undefined;
  const { host } = masterTarget;
  if (host === undefined) return unknown(`nobody told on which host '${masterTarget.name}' runs`);
  const old = wasPhysical(subject) ? 0 : 1;
  const there = same.filter((each) => each.host !== undefined && sameName(each.host, host.name));
  const silent = same.find((each) => each.host === undefined);
  if (same.length > old && there.length > 0) return broken({ vm: machine.name, name, host: host.name }, same);
  if (same.length > old && silent !== undefined) return unknown(`nobody captured on which host '${silent.name}' lies`);
  if (same.length > 0 && 'reason' in item) return unknown(item.reason);
  return holds(look, ...same);
}
