import { days } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { declaredDisks, hasDisks, noDisks } from '../disk-count.ts';
import { eachItem } from '../judge.ts';
import { broken, declared, holds, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';

/** @source support matrix: one operating-system disk and 64 data disks a machine. */
const MAX_DATA_DISKS = 64;

export const tooManyDisksForMachine = defineRule<{ vm: string; disks: number; os: number }>({
  code: 'FB032',
  title: 'Machine has too many disks',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'Site Recovery does not replicate such a machine.',
  architecture: 'both',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: days(1),
  source: {
    ...articles.supportMatrix,
    says: 'a replicated machine has one operating-system disk and at most 64 data disks',
    confidence: 'documented',
  },
  byHand: 'Count the disks of the replicated item.',
  mend: 'Merge data disks in Azure before reprotect, or bring the surplus home by other means.',
  message: ({ vm, disks, os }) =>
    os > 1
      ? `'${vm}' replicates ${os} operating-system disks; Site Recovery takes one.`
      : `'${vm}' replicates ${disks} data disks; Site Recovery takes ${MAX_DATA_DISKS}.`,
  check: eachItem(
    {
      fact: 'replicated disks',
      declared: ({ machine }) => {
        const said = declaredDisks(machine);
        if (said === undefined) return undefined;
        return said - 1 > MAX_DATA_DISKS ? broken({ vm: machine.name, disks: said - 1, os: 1 }, []) : declared();
      },
    },
    (item, { machine }) => {
      if (!hasDisks(item)) return unknown(noDisks(machine.name));
      const os = item.disks.filter(({ isOs }) => isOs).length;
      const disks = item.disks.length - os;
      return os > 1 || disks > MAX_DATA_DISKS ? broken({ vm: machine.name, disks, os }, [item]) : holds(item);
    },
  ),
});
