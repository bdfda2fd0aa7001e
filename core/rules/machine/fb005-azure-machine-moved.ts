import { sameName } from '../../inventory/world.ts';
import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { runsInAzure } from '../item-stage.ts';
import { eachItem } from '../judge.ts';
import { broken, holds, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';

export const azureMachineMoved = defineRule<{ vm: string; expected: string; actual: string }>({
  code: 'FB005',
  title: 'Azure machine was moved to another resource group',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'the service looks for the machine where it failed it over to, and reprotect fails.',
  architecture: 'both',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: hours(4),
  source: {
    ...articles.reprotect,
    says: 'a machine that was moved to another resource group or subscription after failover cannot be reprotected',
    confidence: 'documented',
  },
  byHand:
    'Compare the resource group of the Azure machine with the target resource group of the replicated item (Compute settings).',
  mend: 'Move the Azure machine back before reprotect, its disks and network interfaces with it.',
  message: ({ vm, expected, actual }) =>
    `The Azure machine of '${vm}' is in '${actual}', but it failed over to '${expected}'. Site Recovery does not follow a machine that moves, so reprotect would fail.`,
  remedy: ({ expected }) =>
    `Move the machine, its disks and its network interfaces back.\naz resource move --destination-group ${lastSegment(expected)} --ids ID…`,
  check: eachItem({ fact: 'resource group of the Azure machine' }, (item, { machine, azureVm, azureVmElsewhere }) => {
    if (!runsInAzure(item)) return undefined;
    const expected = item.targetResourceGroupId;
    if (expected === undefined)
      return unknown(`the capture did not tell the target resource group of '${machine.name}'`);
    const vm = azureVm.seen ?? azureVmElsewhere;
    if (vm === undefined) return unknown('reason' in azureVm ? azureVm.reason : undefined);
    const actual = resourceGroupOf(vm.id);
    return sameName(actual, expected) ? holds(item, vm) : broken({ vm: machine.name, expected, actual }, [item, vm]);
  }),
});

/** `/subscriptions/…/resourceGroups/…`: up to the fifth slash. */
function resourceGroupOf(armId: string): string {
  let end = 0;
  for (let segment = 0; segment < 4; segment += 1) end = armId.indexOf('/', end + 1);
  return end < 0 ? armId : armId.slice(0, end);
}

function lastSegment(armId: string): string {
  return armId.slice(armId.lastIndexOf('/') + 1);
}
