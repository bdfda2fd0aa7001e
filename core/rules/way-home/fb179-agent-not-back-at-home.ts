import { hours, minutes, type Seconds } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { durationText } from '../duration-text.ts';
import { stageOf } from '../item-stage.ts';
import { eachItem } from '../judge.ts';
import { broken, holds, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';

/** @source "up to 15 minutes": the time the article gives the agent to report after the machine has started. */
const SILENCE: Seconds = minutes(15);

export const agentNotBackAtHome = defineRule<{ vm: string; silent: Seconds }>({
  code: 'FB179',
  title: 'Agent has not reported from the site yet',
  kind: 'guard',
  severity: 'warning',
  severityBecause: 'the machine is home and works; its protection has to wait, and the run tries again by itself.',
  architecture: 'both',
  decidedBy: ['inventory', 'preflight', 'run'],
  timeToLive: hours(1),
  source: {
    ...articles.failback,
    says: 'after failback the mobility agent registers from the site again, which takes up to 15 minutes; until then the machine cannot be protected again',
    confidence: 'documented',
  },
  byHand:
    'In the replicated item, see the agent status and its last heartbeat. In the machine, on Windows (PowerShell), then on Linux:\nGet-Service svagents, "InMage Scout Application Service"\nsystemctl status vxagent uarspd',
  mend: 'Wait 15 minutes after the machine has started on the site, then see that it reaches the appliance (FB119) or the configuration server.',
  message: ({ vm, silent }) =>
    `'${vm}' is home, and its agent was last heard ${durationText(silent)} before the capture; ${durationText(SILENCE)} are the longest silence that counts as alive. It cannot be protected again before the agent reports from the site.`,
  // Whether it has registered is no guide on this way: the flag was recorded false and null on healthy items.
  check: eachItem({ fact: 'heartbeat of the agent on the site' }, (item, { machine }) => {
    if (stageOf(item) !== 'returned' || !/committed/i.test(item.protectionState)) return undefined;
    const heartbeat = item.agent === undefined ? undefined : item.agent.lastHeartbeat;
    if (heartbeat === undefined)
      return unknown(`the capture did not tell when the agent of '${machine.name}' was last heard`);
    const silent = (Date.parse(item.seenAt) - Date.parse(heartbeat)) / 1000;
    return silent <= SILENCE ? holds(item) : broken({ vm: machine.name, silent }, [item]);
  }),
});
