import { days } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { deletesOldMachine } from '../decisions.ts';
import { stageOf } from '../item-stage.ts';
import { eachMachineIn } from '../judge.ts';
import { broken } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { section } from '../situation.ts';

export const oldMachineGone = defineRule<{ vm: string }>({
  code: 'FB208',
  title: 'Original location without an old machine',
  kind: 'advice',
  severity: 'warning',
  severityBecause:
    'reprotect still works, but as a full copy into a new machine: other time, other traffic, other settings than the runbook says.',
  architecture: 'both',
  decidedBy: ['inventory'],
  timeToLive: days(1),
  source: {
    ...articles.reprotect,
    says: 'where the machine no longer exists on the site when it is reprotected, it comes home to an alternate location: a new machine, with all of its data',
    confidence: 'documented',
  },
  seenIn: 'vcenter',
  byHand:
    'In the vSphere client, look for a machine of this name, in every vCenter and on hosts without one.\nGet-VM NAME',
  mend: 'Write `location: alternate`, with the datastore for the new machine; or register the old machine again before reprotect, where its disks still exist.',
  message: ({ vm }) =>
    `'${vm}' shall come home into its old machine, but the site was captured and has none of that name. Reprotect then makes a new machine, with a full copy of the data.`,
  // Absence is proven only by a look that saw the whole site.
  check: eachMachineIn<{ vm: string }>('old machine', ({ world }) => {
    const gaps = section(world, 'notCaptured') ?? [];
    if (gaps.some(({ what }) => ABOUT_THE_SITE.test(what))) return () => undefined;
    return ({ machine, item, onSite }) => {
      if (machine.location.value !== 'original' || deletesOldMachine(machine) || machine.home !== undefined)
        return undefined;
      if (item.seen === undefined || stageOf(item.seen) !== 'in-azure' || !('reason' in onSite)) return undefined;
      if (onSite.found !== 0 || world === undefined) return undefined;
      // `item:` may name a machine that is called otherwise on the site.
      if (world.siteMachine(item.seen.friendlyName) !== undefined) return undefined;
      return broken({ vm: machine.name }, [...onSite.looked, item.seen], { at: machine.location.at });
    };
  }),
  // Where the text says nothing, the place is the machine's name, and there is no word to exchange.
  fix: (_params, at, { runbook }) =>
    runbook.machines.some((machine) => machine.location.at === at && machine.at !== at)
      ? { title: 'Come home as a new machine', edits: [{ range: at, newText: 'alternate' }] }
      : undefined,
});

/** Words for what can hide a machine of the site when it could not be read. */
const ABOUT_THE_SITE = /vcenter|vsphere|esx|host|site|machine/i;
