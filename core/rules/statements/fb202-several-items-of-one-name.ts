import { itemsOf } from '../../inventory/world.ts';
import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import type { Frame } from '../frame.ts';
import { eachMachine } from '../judge.ts';
import { broken, holds, type Outcome, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import type { MachineInPlay } from '../situation.ts';
import { listed } from '../words.ts';

interface Params {
  readonly vm: string;
  readonly items: readonly string[];
}

export const severalItemsOfOneName = defineRule<Params>({
  code: 'FB202',
  title: 'Several protected items have the name of the machine',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'moving the wrong machine is worse than moving none.',
  architecture: 'both',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: hours(4),
  source: {
    ...articles.language,
    says: "a machine's name matches the friendly name of its protected item; where several match, `item:` settles which",
    confidence: 'documented',
  },
  byHand: 'Look for the name under Replicated items; the properties of each show its resource name.',
  mend: 'Name the protected item in `item:` by its resource name or its ARM id.',
  message: ({ vm, items }) =>
    `'${vm}' may be ${items.length} protected items: ${listed(items)}. Nobody can tell which of them this runbook moves.`,
  remedy: ({ items }) => `Name the right one:\nitem: "${items[0]}"`,
  check: eachMachine('protected item', judge),
});

/** That there is none at all is FB006's to tell. */
function judge({ machine, item }: MachineInPlay, { world }: Frame): Outcome<Params> | undefined {
  if (!('reason' in item)) return holds(item.seen);
  if (item.found === 0) return undefined;
  if (item.found === undefined || world === undefined) return unknown(item.reason);
  const candidates = itemsOf(world, machine);
  return broken({ vm: machine.name, items: candidates.map(({ name }) => name) }, candidates);
}
