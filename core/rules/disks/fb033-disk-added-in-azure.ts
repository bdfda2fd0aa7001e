import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { hasDisks, noDisks } from '../disk-count.ts';
import { eachAzureVm } from '../judge.ts';
import { broken, holds, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { counted, listed } from '../words.ts';
import { addedDisks, cannotBeToldApart } from './added-disks.ts';

export const diskAddedInAzure = defineRule<{ vm: string; extra: readonly string[] }>({
  code: 'FB033',
  title: 'Disks added in Azure do not come home',
  kind: 'prerequisite',
  severity: 'warning',
  severityBecause:
    'the failback itself works; but what is on those disks is deleted with the Azure machine at commit, so nobody can accept it.',
  architecture: 'modernized',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: hours(24),
  losesData: true,
  source: {
    ...articles.modernizedOverview,
    says: 'only the disks that were replicated to Azure come back; disks added to the machine in Azure are not replicated',
    confidence: 'documented',
  },
  byHand:
    'Compare the data disks of the Azure machine with the disks of its replicated item.\naz vm show --ids ID --query storageProfile.dataDisks[].name',
  mend: 'Copy the data to a replicated disk or to the site before the failover, then detach the added disks.',
  message: ({ vm, extra }) =>
    `The Azure machine of '${vm}' has ${counted(extra.length, 'data disk')} more than are replicated (by their numbers, ${listed(extra)}). They stay behind, and commit deletes the Azure machine.`,
  check: eachAzureVm({ fact: 'data disks of the Azure machine' }, (vm, { machine, item }) => {
    if (item.seen === undefined || !hasDisks(item.seen)) return unknown(noDisks(machine.name));
    const added = addedDisks(vm, item.seen);
    if (added.kind === 'unclear') return unknown(cannotBeToldApart(machine.name));
    return added.kind === 'none'
      ? holds(vm, item.seen)
      : broken({ vm: machine.name, extra: added.names }, [vm, item.seen]);
  }),
});
