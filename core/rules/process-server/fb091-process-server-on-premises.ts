import type { World } from '../../inventory/world.ts';
import { hours } from '../../quantity.ts';
import type { Runbook } from '../../runbook/runbook.ts';
import { articles } from '../articles.ts';
import type { ProcessServerInPlay } from '../classic-in-play.ts';
import { broken, declared, holds, type Outcome, type Seen, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { type Situation, situationOf } from '../situation.ts';
import { linesOf } from './lines-to-site.ts';
import { networksInPlay } from './networks-in-play.ts';

interface Params {
  readonly server: string;
  /** Private peering joins every network of its machines to the site. */
  readonly overExpressRoute: boolean;
}

export const processServerOnPremises = defineRule<Params>({
  code: 'FB091',
  title: 'Process server for the way home stands on the site',
  kind: 'prerequisite',
  severity: 'warning',
  severityBecause:
    'it may work, but the data of every machine then crosses the line uncompressed and unbuffered; over ExpressRoute private peering it is good for a proof of concept, and information.',
  architecture: 'classic',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: hours(24),
  source: {
    ...articles.prepareFailback,
    says: 'a low-latency network is needed between process server and machine, so it is recommended to deploy it in Azure; for a proof of concept the on-premises one can be used, with ExpressRoute private peering',
    confidence: 'documented',
  },
  byHand:
    'In the vault, open Site Recovery infrastructure, Configuration servers, the server: its process servers are listed with their addresses.',
  mend: 'Declare a `process-server` with `where: azure` in the network of the machines, and name it instead. Where the configuration server has one network card for the site and one for Azure (FB097), a process server in Azure is essential.',
  message: ({ server, overExpressRoute }) =>
    overExpressRoute
      ? `The process server '${server}' stands on the site. Over ExpressRoute with private peering that is good for a proof of concept; for more, one in Azure is recommended.`
      : `The process server '${server}' stands on the site, and no ExpressRoute with private peering is known. Over a VPN replication is slow and breaks off: one in Azure is recommended.`,
  reads: [],
  *check(context) {
    const situation = situationOf(context);
    for (const subject of situation.processServers) {
      const question = { subject: subject.name, at: subject.at, fact: 'place of the process server' };
      yield verdictOn({ ...question, how: situation.howToCapture }, judge(subject, situation));
    }
  },
});

function judge({ name, server, captured, machines }: ProcessServerInPlay, situation: Situation): Outcome<Params> {
  if (captured.seen?.azureVmId !== undefined) return holds(captured.seen);
  if (server.where.value === 'azure') return server.existing?.value === true ? declared() : holds();
  const served = new Set(machines);
  const networks = networksInPlay(situation).filter((network) =>
    network.machines.some(({ machine }) => served.has(machine)),
  );
  const ids = networks.length === 0 ? [undefined] : networks.map(({ id }) => id);
  const peered = ids.map((id) => overPrivatePeering(id, situation.world, situation.runbook));
  const all = peered.every((each) => each !== undefined);
  const seen = all ? peered.flatMap((each) => each ?? []) : [];
  const place = { at: server.where.at, severity: all ? ('info' as const) : undefined };
  return broken({ server: name, overExpressRoute: all }, seen, place);
}

/** What shows that it is so; undefined where it is not, or nobody says so. */
function overPrivatePeering(
  id: string | undefined,
  world: World | undefined,
  runbook: Runbook,
): readonly Seen[] | undefined {
  const lines = id === undefined ? undefined : linesOf(id, world, runbook);
  if (lines === undefined)
    return runbook.connections.some(({ connectionKind }) => connectionKind.value === 'expressroute-private')
      ? []
      : undefined;
  const line = lines.lines.find(({ kind, trouble }) => kind === 'expressroute' && trouble === undefined);
  return line?.seen;
}
