import { sameName } from '../../inventory/world.ts';
import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { bySaying } from '../decisions.ts';
import { eachTargetMachine } from '../judge.ts';
import { broken, holds, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';

export const toolsMissingOnMasterTarget = defineRule<{ target: string; state: string }>({
  code: 'FB062',
  title: 'VMware Tools do not run on the master target',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'without them the service lists no datastore of the host, and reprotect cannot name one.',
  architecture: 'classic',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: hours(24),
  source: {
    ...articles.prepareFailback,
    says: "VMware Tools or open-vm-tools must be installed on the master target; without them the datastores on its ESXi host can't be detected",
    confidence: 'documented',
  },
  seenIn: 'vcenter',
  byHand:
    'In the vSphere client, open the master target, Summary, VMware Tools. In PowerCLI:\n(Get-VM NAME).ExtensionData.Guest.ToolsRunningStatus',
  mend: 'Install VMware Tools (on Linux: open-vm-tools) on the master target and restart it; its datastores appear in the vault up to 20 minutes later. Or say what you know: `known { tools: running }`',
  message: ({ target, state }) =>
    `VMware Tools on the master target '${target}' are '${state}'. The service finds the datastores of its host through them, so none is offered and reprotect cannot be asked for.`,
  reads: [],
  check: eachTargetMachine(
    {
      fact: 'VMware Tools',
      declared: ({ name, target }) => bySaying(target.known, 'tools', 'running', (state) => ({ target: name, state })),
    },
    (machine, { name }) => {
      const state = machine.toolsStatus;
      if (state === undefined) return unknown(`the capture did not tell the VMware Tools of '${name}'`);
      return sameName(state, 'guestToolsRunning') ? holds(machine) : broken({ target: name, state }, [machine]);
    },
  ),
});
