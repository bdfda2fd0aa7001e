import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { together } from '../check.ts';
import { bySaying } from '../decisions.ts';
import { stageOf } from '../item-stage.ts';
import { eachMachine } from '../judge.ts';
import { broken, holds, type Outcome, type Seen, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { noStepSays } from '../spoken-steps.ts';
import type { RuleContext, Verdict } from '../verdict.ts';

type Params =
  | { readonly kind: 'step'; readonly words: string }
  | { readonly kind: 'machine'; readonly vm: string; readonly state: string };

const noStepThatTurnsOn = noStepSays(
  'steps that turn the old machine on',
  /\b(?:(?:power|turn|switch|boot|start)\w*\s+(?:on\s+|up\s+)?(?:the\s+)?(?:old|original|on.prem\w*|site|source)\s+(?:machine|vm|server|virtual)|(?:power|turn|switch)\w*\s+(?:the\s+)?(?:old|original|on.prem\w*|site|source)\s+\w+\s+on\b)/i,
  ({ when, stage }) => stage === 'reprotect' || (stage === 'failover' && when === 'before'),
);

const stayedOff = eachMachine<Params>('power state of the old machine', (subject) => {
  const { item, machine, onSite } = subject;
  if ('reason' in item || stageOf(item.seen) !== 'returning' || machine.location.value !== 'original') return undefined;
  const discovered = item.seen.discovered === null ? undefined : item.seen.discovered.powerStatus;
  if (discovered !== undefined && !isOff(discovered)) return turnedOn(machine.name, discovered, item.seen);
  // What the appliance discovered is up to twenty minutes old, so it can tell that the machine runs, not that it is off.
  if ('reason' in onSite)
    return bySaying(machine.known, 'power', 'off', (state) => ranAs(machine.name, state)) ?? unknown(onSite.reason);
  const { powerState } = onSite.seen;
  return isOff(powerState) ? holds(onSite.seen) : turnedOn(machine.name, powerState, onSite.seen);
});

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
  reads: [],
  check: together(noStepThatTurnsItOn, stayedOff),
});

function* noStepThatTurnsItOn(context: RuleContext): Generator<Verdict<Params>> {
  for (const verdict of noStepThatTurnsOn(context))
    yield verdict.kind === 'broken' ? { ...verdict, params: { kind: 'step', words: verdict.params.words } } : verdict;
}

function isOff(state: string): boolean {
  return /off/i.test(state);
}

function turnedOn(vm: string, state: string, seen: Seen): Outcome<Params> {
  return broken(ranAs(vm, state), [seen]);
}

function ranAs(vm: string, state: string): Params {
  return { kind: 'machine', vm, state };
}
