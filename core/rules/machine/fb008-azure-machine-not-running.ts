import { sameName } from '../../inventory/world.ts';
import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { bySaying } from '../decisions.ts';
import { eachAzureVm } from '../judge.ts';
import { broken, holds } from '../outcome.ts';
import { defineRule } from '../rule.ts';

export const azureMachineNotRunning = defineRule<{ vm: string; state: string; id: string }>({
  code: 'FB008',
  title: 'Azure machine is not running',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'reprotect talks to the agent inside the machine, and replication needs it until the failover.',
  architecture: 'both',
  decidedBy: ['inventory', 'preflight', 'run'],
  timeToLive: hours(1),
  source: {
    ...articles.modernizedTutorial,
    says: 'the Azure machine must be switched on while it is reprotected and while it replicates',
    confidence: 'documented',
  },
  serviceErrors: ['78093'],
  byHand: 'See the status of the Azure machine:\naz vm get-instance-view --ids ID --query instanceView.statuses',
  mend: 'Start the Azure machine and give its agent up to 15 minutes to register. Or say what you know: `known { azure-machine.running: true }`',
  message: ({ vm, state }) =>
    `The Azure machine of '${vm}' is '${state}'. Reprotect needs the agent inside it, and so does the replication that follows.`,
  remedy: ({ id }) => `Start it, and give its agent up to 15 minutes to register.\naz vm start --ids ${id}`,
  check: eachAzureVm(
    {
      fact: 'power state of the Azure machine',
      declared: ({ machine }) =>
        bySaying(machine.known, 'azure-machine.running', true, () => ({
          vm: machine.name,
          state: 'not running',
          id: 'ID',
        })),
    },
    (vm, { machine }) => {
      return sameName(vm.powerState, 'running')
        ? holds(vm)
        : broken({ vm: machine.name, state: vm.powerState, id: vm.id }, [vm]);
    },
  ),
});
