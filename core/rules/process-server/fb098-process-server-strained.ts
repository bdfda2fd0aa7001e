import type { CapturedProcessServer } from '../../inventory/inventory.ts';
import { type BitsPerSecond, days, GiB, hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import type { ProcessServerInPlay } from '../classic-in-play.ts';
import { bySaying } from '../decisions.ts';
import { stageOf } from '../item-stage.ts';
import { eachProcessServer } from '../judge.ts';
import { broken, declared, holds, type Outcome, unknown, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { type Situation, situationOf } from '../situation.ts';
import { counted } from '../words.ts';
import { isCreatedByPlan } from './created-by-plan.ts';
import { serverTroubles, type Trouble } from './server-troubles.ts';

/** @source vmware-physical-azure-support-matrix: churn of 2 TB a day on a process server */
const MOST_TRAFFIC: BitsPerSecond = (GiB(2 * 1024) * 8) / days(1);
/** @source vmware-physical-azure-monitor-process-server: percent of the cache that is free, below which it alerts */
const CACHE = { critical: 25, warning: 30 };

type Params =
  | { readonly kind: 'health'; readonly server: string; readonly troubles: readonly string[] }
  | { readonly kind: 'missing'; readonly server: string; readonly called: string }
  | {
      readonly kind: 'traffic';
      readonly server: string;
      readonly traffic: BitsPerSecond;
      readonly others: BitsPerSecond;
      readonly machines: number;
      readonly most: BitsPerSecond;
      /** The runbook says what it carries, less than the limit of the service. */
      readonly said: boolean;
    };

export const processServerStrained = defineRule<Params>({
  code: 'FB098',
  title: 'Process server is not healthy or gets too much data',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'a process server that is down takes no data, and reprotect fails; too much data is a warning, for it rests on an estimate, and so is what the service itself only warns of.',
  architecture: 'classic',
  decidedBy: ['text', 'inventory', 'preflight', 'run'],
  timeToLive: hours(1),
  source: {
    ...articles.processServerHealth,
    says: 'a process server is critical without heartbeat for 15 minutes or with less than 25 % of its cache free, warned of below 30 %; the support matrix allows 2 TB of changes a day on one',
    confidence: 'documented',
  },
  byHand:
    'In the vault, open Site Recovery infrastructure, Configuration servers, the server, Process servers: health, services, cache and throughput are shown. Or in PowerShell:\n(Get-AzRecoveryServicesAsrFabric -Name CS).FabricSpecificDetails.ProcessServers | Format-List FriendlyName, PsServiceStatus, LastHeartbeat, AvailableSpaceInBytes',
  mend: 'Start its services, free its cache, renew its certificate; where there is too much data, set up a second process server in the network and divide the machines. Or say what you know: `known { healthy: true }`',
  details:
    'On a process server in Azure these services must run: ProcessServer, ProcessServerMonitor, cxprocessserver, InMage PushInstall, LogUpload. Look inside it with `Get-Service ProcessServer*, cxprocessserver, LogUpload, "InMage*"`.',
  message: (params) => {
    switch (params.kind) {
      case 'health':
        return `The process server '${params.server}' is not in order: ${params.troubles.join('; ')}. The data of its machines passes through it.`;
      case 'missing':
        return `The vault has no process server called '${params.called}', though the runbook says that '${params.server}' is there already. Reprotect cannot name it.`;
      case 'traffic': {
        const others = params.others > 0 ? `, and ${rateText(params.others)} pass through it already` : '';
        const most = params.said ? 'carries, as the runbook says,' : 'is allowed 2 TB a day, which is';
        return `The process server '${params.server}' is to take ${rateText(params.traffic)} of changes from ${counted(params.machines, 'machine')}${others}; it ${most} ${rateText(params.most)}. Replication would fall behind and never be ready.`;
      }
    }
  },
  remedy: ({ kind }) => {
    switch (kind) {
      case 'health':
        return 'Mend what is told, wait for its next heartbeat, and capture anew.';
      case 'missing':
        return 'Name it as the vault does (`name:`); or, where it is to be created, leave `existing:` out.';
      case 'traffic':
        return 'Declare a second process server in the network, and name it in `process-server:` of some of the machines; or correct their `churn:`.';
    }
  },
  reads: ['churn'],
  *check(context) {
    yield* byHealth(context);
    const situation = situationOf(context);
    for (const subject of situation.processServers) {
      const question = { subject: subject.name, at: subject.at, fact: 'data to carry', how: situation.howToCapture };
      yield verdictOn(question, byTraffic(subject, situation));
    }
  },
});

const byHealth = eachProcessServer<Params>(
  { fact: 'health of the process server', declared: asSaid },
  (captured, { name }) => {
    const { serviceStatus, lastHeartbeat } = captured;
    if (serviceStatus === undefined || lastHeartbeat === undefined)
      return unknown(`the capture did not tell the state of '${name}'`);
    const troubles = troublesOf(captured);
    if (troubles.length === 0) return holds(captured);
    const severity = troubles.some(({ grave }) => grave) ? undefined : 'warning';
    const says = troubles.map((trouble) => trouble.says);
    return broken({ kind: 'health', server: name, troubles: says }, [captured], { severity });
  },
);

/** One that the plan creates is judged when it has registered, before the machines are reprotected. */
function asSaid({ name, server, captured }: ProcessServerInPlay): Outcome<Params> | undefined {
  const isMissing = captured.seen === undefined && captured.found === 0;
  if (isMissing && server.existing?.value === true)
    return broken({ kind: 'missing', server: name, called: server.serverName }, captured.looked);
  if (isCreatedByPlan(server)) return declared({ severity: 'info' });
  return bySaying(server.known, 'healthy', true, () => ({
    kind: 'health',
    server: name,
    troubles: ['the runbook says so'],
  }));
}

function troublesOf(server: CapturedProcessServer): readonly Trouble[] {
  const strains = (server.strains ?? []).map((says) => ({ grave: /critical/i.test(says), says }));
  return [...serverTroubles(server), ...cacheTroubles(server), ...strains];
}

function cacheTroubles({ cacheCapacityBytes: capacity, cacheFreeBytes: free }: CapturedProcessServer) {
  if (capacity === undefined || capacity === 0 || free === undefined) return [];
  const percent = (free / capacity) * 100;
  if (percent >= CACHE.warning) return [];
  return [{ grave: percent < CACHE.critical, says: `${Math.floor(percent)} % of its cache are free` }];
}

/** What its machines change, by their `churn:`, and what passes through it already for others. */
function byTraffic({ name, server, captured, machines }: ProcessServerInPlay, situation: Situation): Outcome<Params> {
  const served = new Set(machines);
  const coming = situation.machines.filter(
    ({ machine, item }) => served.has(machine) && (item.seen === undefined || stageOf(item.seen) === 'in-azure'),
  );
  const traffic = coming.reduce((sum, { machine }) => sum + (machine.churn?.value ?? 0), 0);
  const others = (captured.seen?.throughputBytesPerSecond ?? 0) * 8;
  const said = server.capacity !== undefined && server.capacity.value < MOST_TRAFFIC;
  const most = said && server.capacity !== undefined ? server.capacity.value : MOST_TRAFFIC;
  const seen = captured.seen === undefined ? [] : [captured.seen];
  if (traffic + others > most) {
    const params = { server: name, traffic, others, machines: coming.length, most, said };
    return broken({ kind: 'traffic', ...params }, seen, { severity: 'warning' });
  }
  const open = coming.find(({ machine }) => machine.churn === undefined);
  if (open !== undefined)
    return unknown(`the runbook does not say how much '${open.machine.name}' changes (\`churn:\`)`, {
      severity: 'info',
    });
  return captured.seen === undefined && !isCreatedByPlan(server) ? declared({ severity: 'info' }) : holds(...seen);
}

function rateText(rate: BitsPerSecond): string {
  return rate >= 1e9 ? `${(rate / 1e9).toFixed(1)} Gbps` : `${Math.round(rate / 1e6)} Mbps`;
}
