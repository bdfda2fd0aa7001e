import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { bySaying } from '../decisions.ts';
import { eachAzureVm } from '../judge.ts';
import { broken, holds, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';

export const noWayOutToTheService = defineRule<{ vm: string; detail: string | undefined }>({
  code: 'FB118',
  title: 'Azure machine does not reach Site Recovery',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'the agent sends its data to the service over HTTPS; without a way out reprotect fails, or replication never ends.',
  architecture: 'modernized',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: hours(24),
  source: {
    ...articles.modernizedTutorial,
    says: 'the machine in Azure must reach the addresses of Site Recovery over 443: *.hypervrecoverymanager.windowsazure.com, *.blob.core.windows.net, *.backup.windowsazure.com, *.servicebus.windows.net and those for signing in',
    confidence: 'documented',
  },
  seenIn: 'guest',
  byHand:
    'Try it inside the machine, for each address:\naz vm run-command invoke --ids ID --command-id RunShellScript --scripts "curl -sS https://login.microsoftonline.com"',
  mend: 'Open the way out in network security groups, routes and firewall (service tags AzureSiteRecovery, Storage, AzureActiveDirectory, EventHub). Or say what you tried: `known { outbound: true }`',
  message: ({ vm, detail }) =>
    `The Azure machine of '${vm}' does not reach the addresses of Site Recovery over 443${detail === undefined ? '' : ` (${detail})`}. Its data cannot leave for home.`,
  check: eachAzureVm(
    {
      fact: 'way out to Site Recovery',
      declared: ({ machine }) =>
        bySaying(machine.known, 'outbound', true, () => ({ vm: machine.name, detail: undefined })),
    },
    (vm, { machine }) => {
      if (vm.outbound === undefined)
        return unknown(`nobody tried whether the Azure machine of '${machine.name}' reaches Site Recovery`);
      const tried = { seenAt: vm.outbound.seenAt ?? vm.seenAt };
      return vm.outbound.reachable ? holds(tried) : broken({ vm: machine.name, detail: vm.outbound.detail }, [tried]);
    },
  ),
});
