import { hours } from '../../quantity.ts';
import type { Runbook } from '../../runbook/runbook.ts';
import { articles } from '../articles.ts';
import { broken, declared, holds, type Outcome, unknown, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { type Situation, situationOf } from '../situation.ts';
import { listed } from '../words.ts';
import { type Lines, linesOf } from './lines-to-site.ts';
import { isNetwork, type NetworkInPlay, networksInPlay, withoutNetwork } from './networks-in-play.ts';

interface Params {
  readonly network: string;
  /** Lines that do not serve, each with a clause that says why. */
  readonly troubles: readonly string[];
}

export const noLineToTheSite = defineRule<Params>({
  code: 'FB092',
  title: 'No working connection from Azure to the site',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'all data comes home over it, and without it neither reprotect nor failback works.',
  architecture: 'classic',
  decidedBy: ['text', 'inventory', 'preflight', 'run'],
  timeToLive: hours(4),
  source: {
    ...articles.prepareFailback,
    says: 'reprotection and failback need a site-to-site VPN or ExpressRoute private peering to replicate data; ExpressRoute public and Microsoft peering do not serve the way from Azure to the site',
    confidence: 'documented',
  },
  byHand:
    'In the portal, open the virtual network gateway, Connections; or for each connection:\naz network vpn-connection show --resource-group RG --name NAME --query connectionStatus\naz network express-route peering list --resource-group RG --circuit-name NAME --query "[].{name:name, state:state}"',
  mend: 'Bring the VPN up, or enable private peering on the ExpressRoute circuit, in the network of the machines or in one that it is peered with and whose gateway it uses. Declare it as a `connection` by its name in Azure.',
  message: ({ network, troubles }) =>
    troubles.length === 0
      ? `No VPN and no ExpressRoute connects the network '${network}' with the site. The data of its machines has no way home.`
      : `No working line connects the network '${network}' with the site: ${troubles.join('; ')}. The data of its machines has no way home.`,
  details:
    'Where the runbook declares connections, only those count, by their name in Azure: a VPN may lead to another place. A peering counts when it is connected and uses the gateway of the other network.',
  reads: [],
  *check(context) {
    const situation = situationOf(context);
    const ask = { fact: 'connection to the site', how: situation.howToCapture };
    for (const network of networksInPlay(situation))
      yield verdictOn({ ...ask, subject: network.name, at: network.at }, judge(network, situation));
    for (const { machine } of withoutNetwork(situation)) {
      const outcome = unknown(`nobody says in which network '${machine.name}' runs`);
      yield verdictOn<Params>({ ...ask, subject: machine.name, at: machine.at }, outcome);
    }
  },
});

function judge(network: NetworkInPlay, { world, runbook }: Situation): Outcome<Params> {
  const lines = network.id === undefined ? undefined : linesOf(network.id, world, runbook);
  return lines === undefined ? asWritten(network, runbook) : asCaptured(network, lines, runbook);
}

function asCaptured({ name }: NetworkInPlay, { lines, others, gap, seen }: Lines, runbook: Runbook): Outcome<Params> {
  const serving = lines.find(({ trouble }) => trouble === undefined);
  if (serving !== undefined) return holds(...seen, ...serving.seen);
  const open = lines.find((line) => line.open);
  if (open !== undefined) return unknown(`nobody captured the circuit of '${open.name}'`);
  if (gap !== undefined) return unknown(gap);
  const troubles = lines.map((line) => `'${line.name}' does not serve, ${line.trouble}`);
  const written = runbook.connections.map(({ connectionName }) => connectionName);
  if (troubles.length === 0 && written.length > 0) {
    const instead = others.length === 0 ? '' : `, only ${listed(others)}, of which the runbook says nothing`;
    troubles.push(`Azure shows no connection ${listed(written)} there${instead}`);
  }
  return broken({ network: name, troubles }, [...seen, ...lines.flatMap((line) => line.seen)]);
}

function asWritten({ name, id }: NetworkInPlay, { connections }: Runbook): Outcome<Params> {
  if (connections.length === 0) return unknown();
  const here = connections.filter(({ network }) => network === undefined || isNetwork(id ?? `/${name}`, network.value));
  const [first] = here;
  if (first === undefined) return unknown(`the connections of the runbook stand in other networks than '${name}'`);
  if (here.some(({ connectionKind }) => connectionKind.value !== 'expressroute-microsoft')) return declared();
  const troubles = here.map((each) => `'${each.name}' is ExpressRoute with Microsoft peering`);
  return broken({ network: name, troubles }, [], { at: first.connectionKind.at });
}
