import { hours } from '../quantity.ts';
import { articles } from './articles.ts';
import { bySaying } from './decisions.ts';
import { stageOf } from './item-stage.ts';
import { eachMachine } from './judge.ts';
import { broken, holds, type Seen, unknown } from './outcome.ts';
import { defineRule } from './rule.ts';
import type { MachineInPlay } from './situation.ts';
import { noStepSays } from './spoken-steps.ts';

type Params =
  | { readonly kind: 'step'; readonly words: string }
  | { readonly kind: 'machine'; readonly vm: string; readonly state: string };

export const oldMachineTurnedOn = defineRule<Params>({
  code: 'FB141',
  title: 'Old machine is turned on while its data returns',
  kind: 'guard',
  severity: 'error',
  severityBecause:
    'replication writes into its disks: a machine that runs on them corrupts them, and answers clients under the same name.',
  architecture: 'both',
  decidedBy: ['text', 'inventory', 'preflight', 'run'],
  timeToLive: hours(4),
  source: {
    ...articles.reprotect,
    says: 'reprotect powers the on-premises machine off; it must not be turned on until the failback',
    confidence: 'documented',
  },
  byHand: 'In the vSphere client, see the power state of the old machine.',
  mend: 'Leave the old machine off: the failover turns it on. If it runs already, power it off and look at the health of the replication; it may need a resync.',
  message: (params) =>
    params.kind === 'step'
      ? `The step '${params.words}' turns a machine on the site on before the failover. Until then replication writes into its disks, and it must stay off.`
      : `The old machine of '${params.vm}' is '${params.state}' while its data returns. Replication writes into its disks, and it must stay off until the failover.`,
  *check(context) {
    for (const verdict of noStepThatTurnsOn(context))
      yield verdict.kind === 'broken' ? { ...verdict, params: { kind: 'step', words: verdict.params.words } } : verdict;
    yield* stayedOff(context);
  },
});

const noStepThatTurnsOn = noStepSays(
  'steps that turn the old machine on',
  /\b(?:(?:power|turn|switch|boot|start)\w*\s+(?:on\s+|up\s+)?(?:the\s+)?(?:old|original|on.prem\w*|site|source)\s+(?:machine|vm|server|virtual)|(?:power|turn|switch)\w*\s+(?:the\s+)?(?:old|original|on.prem\w*|site|source)\s+\w+\s+on\b)/i,
  ({ when, stage }) => stage === 'reprotect' || (stage === 'failover' && when === 'before'),
);

const stayedOff = eachMachine<Params>('power state of the old machine', (subject) => {
  const { item, machine } = subject;
  if (item.seen === undefined || stageOf(item.seen) !== 'returning' || machine.location.value !== 'original')
    return undefined;
  const power = powerOf(subject);
  if (power === undefined)
    return (
      bySaying<Params>(machine.known, 'power', 'off', (state) => ({ kind: 'machine', vm: machine.name, state })) ??
      unknown()
    );
  return /off/i.test(power.state)
    ? holds(power.seen)
    : broken({ kind: 'machine', vm: machine.name, state: power.state }, [power.seen]);
});

/** As vCenter shows it, else as the appliance discovered it. */
function powerOf({ item, onSite }: MachineInPlay): { readonly state: string; readonly seen: Seen } | undefined {
  if (!('reason' in onSite)) return { state: onSite.seen.powerState, seen: onSite.seen };
  if ('reason' in item || item.seen.discovered === null) return undefined;
  const { powerStatus } = item.seen.discovered;
  return powerStatus === undefined ? undefined : { state: powerStatus, seen: item.seen };
}
