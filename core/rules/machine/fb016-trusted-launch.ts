import { days } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { eachAzureVm } from '../judge.ts';
import { broken, holds } from '../outcome.ts';
import { defineRule } from '../rule.ts';

export const trustedLaunch = defineRule<{ vm: string; type: string }>({
  code: 'FB016',
  title: 'Azure machine is a trusted launch or confidential one',
  kind: 'prerequisite',
  severity: 'warning',
  severityBecause:
    'one page speaks of Azure to Azure only, while the newest interface has a field for it on this way too; nobody could confirm either for failback.',
  architecture: 'modernized',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: days(7),
  source: {
    ...articles.trustedLaunch,
    says: 'trusted launch is available for replication from Azure to Azure only (03/2025); the REST specification of 2026 has a security profile for VMware machines too. Whether such a machine fails back is documented nowhere',
    confidence: 'unverified',
  },
  byHand:
    'In the portal, open the virtual machine, Overview: Security type.\naz vm show --ids ID --query securityProfile.securityType',
  mend: 'Rehearse with one such machine first, and ask Microsoft support; or accept the risk with the reason.',
  message: ({ vm, type }) =>
    `The Azure machine of '${vm}' is of the security type '${type}'. Microsoft documents Site Recovery of such machines between Azure regions only; whether this one can be reprotected to the site is unverified.`,
  // Azure writes a security profile only where it is not the standard one, so none at all is an answer.
  check: eachAzureVm({ fact: 'security type of the Azure machine' }, (vm, { machine }) =>
    vm.securityType === undefined || /^standard$/i.test(vm.securityType)
      ? holds(vm)
      : broken({ vm: machine.name, type: vm.securityType }, [vm]),
  ),
});
