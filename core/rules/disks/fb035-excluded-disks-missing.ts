import { days } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { eachMachine } from '../judge.ts';
import { broken } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { listed } from '../words.ts';

export const excludedDisksMissing = defineRule<{ vm: string; disks: readonly string[] }>({
  code: 'FB035',
  title: 'Excluded disks are missing after failback',
  kind: 'advice',
  severity: 'warning',
  severityBecause: 'the machine comes home, but without those disks, and what needs them does not start.',
  architecture: 'both',
  decidedBy: ['text', 'inventory'],
  timeToLive: days(7),
  source: {
    ...articles.excludeDisks,
    says: 'disks that were excluded from replication do not exist on the machine after failback, at the original location neither',
    confidence: 'documented',
  },
  byHand: 'In the replicated item, open Disks; excluded ones are listed there.',
  mend: 'Plan an ask after failover that creates the disks again (a page file or a temporary database), and keep what is on the old ones until then.',
  message: ({ vm, disks }) =>
    `${listed(disks)} of '${vm}' ${disks.length === 1 ? 'was' : 'were'} excluded from replication. The machine comes home without ${disks.length === 1 ? 'it' : 'them'}, even into its old machine.`,
  check: eachMachine('excluded disks', ({ machine, item }) => {
    const captured = ('reason' in item ? undefined : item.seen.excludedDisks) ?? [];
    if (captured.length > 0 && item.seen !== undefined)
      return broken({ vm: machine.name, disks: captured.map(({ name }) => name) }, [item.seen]);
    const [first] = machine.excludedDisks;
    if (first === undefined) return undefined;
    return broken({ vm: machine.name, disks: machine.excludedDisks.map(({ value }) => value) }, [], { at: first.at });
  }),
});
