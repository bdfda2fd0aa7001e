import type { CapturedItem } from '../../inventory/inventory.ts';
import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { stageOf } from '../item-stage.ts';
import { eachItem } from '../judge.ts';
import { broken, holds } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { listed } from '../words.ts';

/** What the service calls reprotect: the first in every recording, the second in the enumeration of the API. */
const REPROTECT = ['SwitchProtection', 'ReverseReplicate'];

export const notFailedOver = defineRule<{ vm: string; state: string; operations: readonly string[] }>({
  code: 'FB002',
  title: 'Machine cannot be reprotected in its present state',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'the service refuses to reprotect an item that does not allow it.',
  architecture: 'both',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: hours(4),
  source: {
    ...articles.recordedReprotect,
    says: 'an item that failed over to Azure, committed or not, lists SwitchProtection among its allowed operations; reprotect then commits what is pending',
    confidence: 'observed',
  },
  byHand:
    'In the vault, open Replicated items and the machine: the status must be "Failover completed" or "Failover committed", and Re-protect must not be greyed out.',
  mend: 'Fail the machine over to Azure and let the failover complete; or leave it out of this runbook when it never left the site.',
  message: ({ vm, state, operations }) =>
    `'${vm}' is in the state '${state}' and allows ${operations.length === 0 ? 'no operation' : listed(operations)}, not SwitchProtection. Only a machine that failed over to Azure can be reprotected, and without that nothing of it comes home.`,
  check: eachItem({ fact: 'allowed operations' }, (item, { machine }) =>
    isUnderWay(item) || item.allowedOperations.some((operation) => REPROTECT.includes(operation))
      ? holds(item)
      : broken({ vm: machine.name, state: item.protectionState, operations: item.allowedOperations }, [item]),
  ),
});

/** Reprotected already: the question is behind it. */
function isUnderWay(item: CapturedItem): boolean {
  const stage = stageOf(item);
  return stage === 'returning' || stage === 'returned';
}
