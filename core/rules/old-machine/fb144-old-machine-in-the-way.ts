import { days } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { deletesOldMachine } from '../decisions.ts';
import { stageOf } from '../item-stage.ts';
import { eachMachine } from '../judge.ts';
import { broken } from '../outcome.ts';
import { defineRule } from '../rule.ts';

export const oldMachineInTheWay = defineRule<{ vm: string }>({
  code: 'FB144',
  title: 'Old machine still exists, so no new one is created',
  kind: 'advice',
  severity: 'info',
  severityBecause:
    'nothing fails: the service takes the old machine instead, which is faster but not what the runbook says.',
  architecture: 'both',
  decidedBy: ['inventory'],
  timeToLive: days(1),
  source: {
    ...articles.reprotect,
    says: 'to force an alternate location, the original machine is deleted on the site before reprotect; while it exists, the original location is used',
    confidence: 'documented',
  },
  seenIn: 'vcenter',
  byHand: 'In the vSphere client, look for a machine of this name.',
  mend: 'Write `location: original` to use the old machine, or `delete-old-machine: true` to have it deleted, with an approval, before reprotect.',
  message: ({ vm }) =>
    `'${vm}' shall come home as a new machine, but its old one still exists on the site. Site Recovery uses the old machine as long as it finds it.`,
  check: eachMachine('old machine', ({ machine, item, onSite }) => {
    if (machine.location.value !== 'alternate' || deletesOldMachine(machine) || onSite.seen === undefined)
      return undefined;
    if (item.seen === undefined || stageOf(item.seen) !== 'in-azure') return undefined;
    return broken({ vm: machine.name }, [onSite.seen, item.seen], { at: machine.location.at });
  }),
  fix: (_params, at) => ({ title: 'Come home into the old machine', edits: [{ range: at, newText: 'original' }] }),
});
