import { sameName } from '../../inventory/world.ts';
import { days } from '../../quantity.ts';
import type { Machine, VCenter } from '../../runbook/runbook.ts';
import type { SourceRange } from '../../runbook/source.ts';
import { articles } from '../articles.ts';
import type { Frame } from '../frame.ts';
import { eachMachine } from '../judge.ts';
import { broken, declared, holds, type Outcome, type Seen, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { isSameVCenter, type VCenterSeen } from '../site-in-play.ts';
import type { MachineInPlay } from '../situation.ts';

interface Params {
  readonly vm: string;
  readonly target: string;
  readonly appliance: string;
  readonly sitsIn: string;
}

/** Where a new machine shall be created: what names the vCenter, and where that is written. */
interface Target {
  readonly vcenter: VCenter | { readonly name: string; readonly address: undefined };
  readonly at: SourceRange;
  readonly seen: readonly Seen[];
}

export const otherVCenterThanAppliance = defineRule<Params>({
  code: 'FB116',
  title: "New machine is planned in another vCenter than the appliance's",
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'the appliance can create machines in its own vCenter only.',
  architecture: 'modernized',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: days(7),
  source: {
    ...articles.modernizedOverview,
    says: 'at an alternate location, machines fail back only to the vCenter in which the appliance is',
    confidence: 'documented',
  },
  seenIn: 'vcenter',
  byHand: 'In the vault, open the appliance and see the vCenter it was set up with.',
  mend: 'Choose a datastore in the vCenter of the appliance, or come home through an appliance of the other vCenter.',
  message: ({ vm, target, appliance, sitsIn }) =>
    `'${vm}' shall come home as a new machine in '${target}', but '${appliance}' sits in '${sitsIn}' and creates machines only there.`,
  check: eachMachine('vCenter of the appliance', judge),
});

function judge({ machine, appliance }: MachineInPlay, frame: Frame): Outcome<Params> | undefined {
  if (appliance === undefined || (machine.location.value === 'original' && machine.home === undefined))
    return undefined;
  const { vcenter } = appliance;
  const target = targetOf(machine, frame);
  if (target === undefined) return unknown(`nobody says in which vCenter '${machine.name}' shall come home`);
  const { at } = target;
  if (vcenter === undefined) return unknown(`nobody says in which vCenter '${appliance.name}' sits`, { at });
  const basis = basisOf(vcenter, appliance.captured.seen);
  if (!isThere(target.vcenter, vcenter))
    return broken(
      { vm: machine.name, target: target.vcenter.name, appliance: appliance.name, sitsIn: vcenter.name },
      basis ?? [],
      { at },
    );
  return basis === undefined ? declared({ at }) : holds(...basis, ...target.seen);
}

/** The vault says so only where it named the vCenter of a captured appliance. */
function basisOf({ captured }: VCenterSeen, appliance: (Seen & { vcenterId?: string | undefined }) | undefined) {
  if ('reason' in captured || appliance === undefined || appliance.vcenterId === undefined) return undefined;
  return captured.seen.id !== undefined && sameName(captured.seen.id, appliance.vcenterId)
    ? [appliance, captured.seen]
    : undefined;
}

function isThere(target: Target['vcenter'], { name, declared: said, captured }: VCenterSeen): boolean {
  if (target === said || sameName(target.name, name)) return true;
  if ('reason' in captured) return false;
  return 'known' in target ? isSameVCenter(target, captured.seen) : sameName(target.name, captured.seen.name);
}

function targetOf({ home, datastore }: Machine, { world }: Frame): Target | undefined {
  if (home !== undefined) return { vcenter: home.value, at: home.at, seen: [] };
  if (datastore === undefined) return undefined;
  const { vcenter, datastoreName } = datastore.value;
  if (vcenter !== undefined) return { vcenter: vcenter.value, at: datastore.at, seen: [] };
  const seen = world === undefined ? undefined : world.datastore(datastoreName);
  if (seen === undefined || seen.vcenter === undefined) return undefined;
  return { vcenter: { name: seen.vcenter, address: undefined }, at: datastore.at, seen: [seen] };
}
