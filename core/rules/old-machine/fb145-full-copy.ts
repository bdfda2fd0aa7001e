import type { Bytes } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { eachMachine } from '../judge.ts';
import { broken } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import type { MachineInPlay } from '../situation.ts';
import { sized } from '../words.ts';

interface Params {
  readonly vm: string;
  /** All of its disks, where somebody knows. */
  readonly size: Bytes | undefined;
}

export const fullCopy = defineRule<Params>({
  code: 'FB145',
  title: 'Everything is copied, not only the changes',
  kind: 'advice',
  severity: 'warning',
  severityBecause:
    'it fails nothing, but takes days where the changes alone take hours, and every byte leaves Azure at a price.',
  architecture: 'both',
  decidedBy: ['text', 'inventory'],
  timeToLive: undefined,
  source: {
    ...articles.reprotect,
    says: 'an alternate location takes a full copy of the disks; at the original location only the changes travel, how much cannot be calculated beforehand',
    confidence: 'documented',
  },
  byHand: 'Add up the sizes of the disks of the replicated item.',
  mend: 'Start its reprotect early, and see the estimate in the plan; or use the old machine with `location: original` where it still exists.',
  message: ({ vm, size }) =>
    `'${vm}' comes home as a new machine, so ${size === undefined ? 'all of its disks are' : `all of its ${sized(size)} are`} copied from Azure, not only what has changed since. That takes time and costs outbound traffic.`,
  check: eachMachine('size of the disks', (subject) => {
    const { machine } = subject;
    if (machine.location.value !== 'alternate') return undefined;
    return broken({ vm: machine.name, size: sizeOf(subject) }, [], { at: machine.location.at });
  }),
});

function sizeOf({ machine, item }: MachineInPlay): Bytes | undefined {
  const captured = item.seen === undefined ? 0 : item.seen.disks.reduce((sum, disk) => sum + disk.capacityBytes, 0);
  if (captured > 0) return captured;
  return machine.size === undefined ? undefined : machine.size.value;
}
