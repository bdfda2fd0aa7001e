import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import type { ConfigurationServerInPlay } from '../classic-in-play.ts';
import { bySaying } from '../decisions.ts';
import { eachConfigurationServer } from '../judge.ts';
import { broken, holds, unknown, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { situationOf } from '../situation.ts';
import { serverTroubles } from './server-troubles.ts';

interface Params {
  readonly server: string;
  readonly troubles: readonly string[];
}

export const configurationServerDown = defineRule<Params>({
  code: 'FB094',
  title: 'Configuration server does not run or is not connected',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'it orders reprotect and failback; without it both fail. What the service itself only warns of is a warning.',
  architecture: 'classic',
  decidedBy: ['inventory', 'preflight', 'run'],
  timeToLive: hours(1),
  source: {
    ...articles.prepareFailback,
    says: 'the on-premises configuration server must be running and connected to Azure, during reprotect and failback alike',
    confidence: 'documented',
  },
  byHand:
    'In the vault, open Site Recovery infrastructure, Configuration servers: the server must be connected, with a recent heartbeat. Or in PowerShell:\n(Get-AzRecoveryServicesAsrFabric -Name CS).FabricSpecificDetails | Format-List HostName, CsServiceStatus, LastHeartbeat',
  mend: 'Start the server and its services (Microsoft Azure Site Recovery Service, tmansvc, MySQL, World Wide Web Publishing Service), see that it reaches Azure over 443, and renew its certificate where that has run out. Or say what you know: `known { connected: true }`',
  message: ({ server, troubles }) =>
    `The configuration server '${server}' is not in order: ${troubles.join('; ')}. It orders reprotect and failback, and both would fail.`,
  reads: [],
  *check(context) {
    yield* byServer(context);
    const { configurationServers, runbook, howToCapture: how } = situationOf(context);
    if (configurationServers.length > 0) return;
    const question = { subject: runbook.name, at: runbook.architecture.at, fact: 'state of the configuration server' };
    const reason = 'the runbook declares no configuration server, and nobody captured the one that holds its machines';
    yield verdictOn<Params>({ ...question, how }, unknown(reason));
  },
});

const byServer = eachConfigurationServer<Params>(
  { fact: 'state of the configuration server', declared: asSaid },
  (captured, { name }) => {
    if (captured.serviceStatus === undefined || captured.lastHeartbeat === undefined)
      return unknown(`the capture did not tell the state of '${name}'`);
    const troubles = serverTroubles(captured);
    if (troubles.length === 0) return holds(captured);
    const severity = troubles.some(({ grave }) => grave) ? undefined : 'warning';
    return broken({ server: name, troubles: troubles.map(({ says }) => says) }, [captured], { severity });
  },
);

function asSaid({ name, declared }: ConfigurationServerInPlay) {
  if (declared === undefined) return undefined;
  return bySaying(declared.known, 'connected', true, () => ({ server: name, troubles: ['the runbook says so'] }));
}
