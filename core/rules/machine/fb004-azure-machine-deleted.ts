import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { runsInAzure } from '../item-stage.ts';
import { eachItem } from '../judge.ts';
import { broken, holds, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';

export const azureMachineDeleted = defineRule<{ vm: string; id: string }>({
  code: 'FB004',
  title: 'Azure machine is gone',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'there is nothing left to replicate from.',
  architecture: 'both',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: hours(4),
  source: {
    ...articles.reprotect,
    says: 'the machine in Azure must still exist; one that was deleted cannot be reprotected',
    confidence: 'documented',
  },
  byHand: 'Open the machine from its replicated item, or look it up by id:\naz vm show --ids ID',
  mend: 'Take the machine out of the runbook: this replication cannot be turned around any more. Bring its data home from a backup, and protect the machine on the site anew.',
  message: ({ vm, id }) =>
    `The Azure machine of '${vm}' does not exist any more: nothing was found at ${id}. Its data cannot be replicated home.`,
  check: eachItem({ fact: 'Azure machine' }, (item, { machine, azureVm, azureVmElsewhere }) => {
    if (!runsInAzure(item)) return undefined;
    if (!('reason' in azureVm)) return holds(item, azureVm.seen);
    const { azureVmId } = item;
    // Found elsewhere it was moved, which is FB005.
    if (azureVm.found !== 0 || azureVmId === undefined || azureVmElsewhere !== undefined)
      return unknown(azureVm.reason);
    return broken({ vm: machine.name, id: azureVmId }, [item, ...azureVm.looked]);
  }),
});
