import type { CapturedItem } from '../../inventory/inventory.ts';
import { hours, minutes, type Seconds, type Timestamp } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { bySaying } from '../decisions.ts';
import { durationText } from '../duration-text.ts';
import { stageOf } from '../item-stage.ts';
import { eachItem } from '../judge.ts';
import { broken, holds, type Outcome, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import type { MachineInPlay } from '../situation.ts';

/** @source "up to 15 minutes": the time the articles give the agent to report after the machine has started. */
const SILENCE: Seconds = minutes(15);

interface Params {
  readonly vm: string;
  /** How long it was not heard; undefined: it never registered. */
  readonly silent: Seconds | undefined;
}

export const agentNotRegistered = defineRule<Params>({
  code: 'FB009',
  title: 'Agent has not registered since the failover',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'reprotect is an order to that agent, and fails when nobody takes it.',
  architecture: 'both',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: hours(1),
  source: {
    ...articles.modernizedOverview,
    says: 'after failover the mobility agent registers with the service again by itself, within 15 minutes of the start of the machine; reprotect waits for that',
    confidence: 'documented',
  },
  serviceErrors: ['95226'],
  byHand:
    'In the replicated item, look at the agent status and its last heartbeat; in the machine, see that the services svagents (InMage Scout on classic) run and that it reaches the network.',
  mend: 'Wait 15 minutes after the machine has started; then look at its way out to the service (FB118); on classic at its way to the servers (FB093) and at its services (FB099). Registration is tried again by itself. Or say what you know: `known { agent.registered: true }`',
  message: ({ vm, silent }) =>
    silent === undefined
      ? `The mobility agent of '${vm}' has not registered since the failover. Without it the service cannot turn the replication around.`
      : `The mobility agent of '${vm}' was last heard ${durationText(silent)} before the capture; ${durationText(SILENCE)} are the longest silence that counts as alive. Without it the service cannot turn the replication around.`,
  // Once it replicates home the flag was seen false and null on healthy items, so only the way out of Azure asks.
  check: eachItem({ fact: 'registration of the agent', declared: asSaid }, (item, { machine }) => {
    if (stageOf(item) !== 'in-azure') return undefined;
    const { agent } = item;
    if (agent === undefined) return unknown(`the capture did not tell the agent of '${machine.name}'`);
    if (agent.registeredAfterFailover === false) return broken({ vm: machine.name, silent: undefined }, [item]);
    if (agent.registeredAfterFailover === null && item.instanceType === 'InMageRcm')
      return unknown(`the service did not tell whether the agent of '${machine.name}' has registered`);
    return heard(item, machine.name, agent.lastHeartbeat);
  }),
});

function heard(item: CapturedItem, vm: string, heartbeat: Timestamp | undefined): Outcome<Params> {
  if (heartbeat === undefined) return unknown(`the capture did not tell when the agent of '${vm}' was last heard`);
  const silent = (Date.parse(item.seenAt) - Date.parse(heartbeat)) / 1000;
  return silent <= SILENCE ? holds(item) : broken({ vm, silent }, [item]);
}

function asSaid({ machine }: MachineInPlay) {
  return bySaying(machine.known, 'agent.registered', true, () => ({ vm: machine.name, silent: undefined }));
}
