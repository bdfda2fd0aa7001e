import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { bySaying } from '../decisions.ts';
import { runsInAzure } from '../item-stage.ts';
import { eachItem } from '../judge.ts';
import { holds, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { replicatesHome } from './replicates-home.ts';

export const serversOutOfReach = defineRule<{ vm: string }>({
  code: 'FB093',
  title: 'Azure machine does not reach the servers of Site Recovery',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'reprotect fails with 95226 when the machine does not reach the configuration server.',
  architecture: 'classic',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: hours(24),
  source: {
    ...articles.troubleshootReprotect,
    says: 'the machine in Azure must reach the configuration server over 443 and the process server over 9443; the process server must reach the configuration server over 443 and the master target; machines of a consistency group talk to each other over 20004',
    confidence: 'documented',
  },
  seenIn: 'guest',
  byHand:
    'Try the ports inside the machine in Azure, with the addresses of your servers: on Windows with the first two commands, on Linux with the others; and the last one between members of a consistency group.\nTest-NetConnection CONFIGURATION-SERVER -Port 443\nTest-NetConnection PROCESS-SERVER -Port 9443\ntimeout 5 bash -c "</dev/tcp/CONFIGURATION-SERVER/443"\ntimeout 5 bash -c "</dev/tcp/PROCESS-SERVER/9443"\nTest-NetConnection MEMBER -Port 20004',
  mend: 'Open the ports in network security groups, routes and firewalls on both ends of the line. Or say what you know: `known { reaches-site: true }`',
  message: ({ vm }) =>
    `The Azure machine of '${vm}' does not reach the configuration server over 443 or the process server over 9443. Reprotect would fail, with error 95226.`,
  details:
    'Security groups and routes in Azure tell only half of it, for the firewalls of the site decide too; so nothing but a try tells. The process server must reach the configuration server over 443 too, and the master target (FB068). A machine that replicates home in good health reaches its servers, and holds this rule.',
  check: eachItem(
    {
      fact: 'way to the servers',
      declared: ({ machine }) => bySaying(machine.known, 'reaches-site', true, () => ({ vm: machine.name })),
    },
    (item, { machine }) => {
      if (!runsInAzure(item)) return undefined;
      return replicatesHome(item) ? holds(item) : unknown(`nobody tried whether '${machine.name}' reaches its servers`);
    },
  ),
});
