import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { bySaying } from '../decisions.ts';
import { runsInAzure } from '../item-stage.ts';
import { eachItem } from '../judge.ts';
import { holds, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { replicatesHome } from './replicates-home.ts';

export const agentServiceStopped = defineRule<{ vm: string }>({
  code: 'FB099',
  title: 'Services of the agent do not run in the Azure machine',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'reprotect fails with 95226 when the services of the agent do not run.',
  architecture: 'classic',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: hours(24),
  source: {
    ...articles.troubleshootReprotect,
    says: 'the service InMage Scout Application Service must run in the machine in Azure and be set to start automatically, or reprotect fails',
    confidence: 'documented',
  },
  seenIn: 'guest',
  byHand:
    'Look inside the machine in Azure: on Windows with the first command, on Linux with the second.\nGet-Service -DisplayName "InMage*" | Select-Object DisplayName, Status, StartType\npgrep -a svagents',
  mend: 'Start the services, and set them to start automatically. Or say what you know: `known { agent.running: true }`',
  message: ({ vm }) =>
    `The services of the mobility agent (InMage Scout Application Service, svagents) do not run in the Azure machine of '${vm}', or do not start by themselves. Reprotect would fail, with error 95226.`,
  details:
    'On Windows, `Get-Service -DisplayName "InMage*" | Set-Service -StartupType Automatic -PassThru | Start-Service` mends it. A recent heartbeat (FB009) shows that the agent runs, not that it starts by itself after the next restart. A machine that replicates home in good health holds this rule.',
  check: eachItem(
    {
      fact: 'services of the agent',
      declared: ({ machine }) => bySaying(machine.known, 'agent.running', true, () => ({ vm: machine.name })),
    },
    (item, { machine }) => {
      if (!runsInAzure(item)) return undefined;
      return replicatesHome(item)
        ? holds(item)
        : unknown(`nobody looked at the services of the agent in '${machine.name}'`);
    },
  ),
});
