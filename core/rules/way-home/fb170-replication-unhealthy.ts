import type { CapturedItem } from '../../inventory/inventory.ts';
import { hours } from '../../quantity.ts';
import type { Machine } from '../../runbook/runbook.ts';
import { articles } from '../articles.ts';
import { stageOf } from '../item-stage.ts';
import { eachItem } from '../judge.ts';
import { broken, holds, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';

/** "Recent app-consistent recovery point not available". @source recorded on a healthy item that then failed back. */
const NO_APPLICATION_CONSISTENT_POINT = '531006';

export const replicationUnhealthy = defineRule<{ vm: string; health: string; errors: readonly string[] }>({
  code: 'FB170',
  title: 'Replication is not healthy before the failover',
  kind: 'guard',
  severity: 'error',
  severityBecause:
    'what was not replicated is lost with the failover; where the service only warns, so does this rule.',
  architecture: 'both',
  decidedBy: ['inventory', 'preflight', 'run'],
  timeToLive: hours(1),
  source: {
    ...articles.modernizedTutorial,
    says: 'before failback the replication health must be healthy and the machine protected',
    confidence: 'documented',
  },
  byHand: 'In the vault, open Replicated items and the machine: Replication health.',
  mend: 'Open the health errors of the replicated item and follow their recommended actions; fail over when the replication is healthy.',
  message: ({ vm, health, errors }) =>
    `The replication of '${vm}' is '${health}'${errors.length === 0 ? '' : `: ${errors.join('; ')}`}. What it has not brought home would be lost with the failover.`,
  check: eachItem({ fact: 'health of the replication' }, (item, { machine }) => {
    if (stageOf(item) !== 'returning') return undefined;
    if (item.protectionState !== 'Protected')
      return unknown(`'${machine.name}' still replicates: it is in the state '${item.protectionState}'`);
    const reasons = item.healthErrors.filter(({ code }) => matters(code, machine));
    const errors = reasons.map(({ code, message }) => `${code} ${message.replace(/\.$/, '')}`);
    if (isHealthy(item) || (item.healthErrors.length > 0 && reasons.length === 0)) return holds(item);
    const severity = /^warning$/i.test(item.replicationHealth) ? ('warning' as const) : undefined;
    return broken({ vm: machine.name, health: item.replicationHealth, errors }, [item], { severity });
  }),
});

function isHealthy({ replicationHealth }: CapturedItem): boolean {
  return /^normal$/i.test(replicationHealth);
}

/** Without application-consistent points in the plan, it does not matter that there is none. */
function matters(code: string, { recoveryPoint }: Machine): boolean {
  return code !== NO_APPLICATION_CONSISTENT_POINT || recoveryPoint.value.kind === 'application-consistent';
}
