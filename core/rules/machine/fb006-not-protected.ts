import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { eachMachine } from '../judge.ts';
import { broken, holds, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';

export const notProtected = defineRule<{ vm: string; called: string }>({
  code: 'FB006',
  title: 'Machine has no protected item',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'without a protected item there is no replication that could be turned around.',
  architecture: 'both',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: hours(4),
  source: {
    ...articles.troubleshootReprotect,
    says: 'a machine whose replication was disabled after failover cannot be reprotected',
    confidence: 'documented',
  },
  byHand:
    'Look for the machine under Replicated items of the vault; its name there is what the runbook calls it, or what `item:` says.',
  mend: 'Correct the name, or give the name of the protected item in `item:`. If its protection was disabled, it cannot come home this way.',
  message: ({ vm, called }) =>
    `The vault protects nothing called '${called}', so '${vm}' cannot be reprotected: either the name is another one there, or its protection was disabled, which cannot be taken back.`,
  check: eachMachine('protected item', ({ machine, item }) => {
    if (!('reason' in item)) return holds(item.seen);
    if (item.found !== 0) return unknown(item.reason);
    const name = machine.item ?? { value: machine.name, at: machine.at };
    return broken({ vm: machine.name, called: name.value }, item.looked, { at: name.at });
  }),
});
