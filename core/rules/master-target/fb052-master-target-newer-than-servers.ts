import { sameName } from '../../inventory/world.ts';
import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { type MasterTargetInPlay, type ProcessServerInPlay, processServerFor } from '../classic-in-play.ts';
import { knownFact } from '../decisions.ts';
import { broken, declared, holds, type Outcome, type Seen, unknown, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { type Situation, situationOf } from '../situation.ts';
import { compareVersions, versionIn } from '../versions.ts';

interface Params {
  readonly target: string;
  readonly version: string;
  readonly server: string;
  readonly serverVersion: string;
}

/** A version with who says so: somebody who looked, or only the runbook. */
interface Version {
  readonly name: string;
  readonly version: string | undefined;
  readonly seen: Seen | undefined;
}

export const masterTargetNewerThanServers = defineRule<Params>({
  code: 'FB052',
  title: 'Master target is newer than the servers it works with',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'reprotect succeeds all the same, and then the replication fails.',
  architecture: 'classic',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: hours(24),
  source: {
    ...articles.linuxMasterTarget,
    says: 'the version of the master target must be equal to or earlier than those of the process server and the configuration server; otherwise reprotect succeeds, but replication fails',
    confidence: 'documented',
  },
  byHand:
    'In the vault, open Site Recovery infrastructure, Configuration servers, the server: it shows the agent version of each of its servers. On a Linux master target:\ncat /usr/local/.vx_version',
  mend: 'Update the configuration server first, then the process servers, then the master target; or install the master target anew in an earlier version. Or say what you know: `known { version: "9.62" }`',
  message: ({ target, version, server, serverVersion }) =>
    `The master target '${target}' has version ${version}, '${server}' only ${serverVersion}. Reprotect would succeed, and the replication that follows would fail.`,
  remedy: ({ server }) => `Update '${server}' to the version of the master target or a later one.`,
  reads: [],
  *check(context) {
    const situation = situationOf(context);
    for (const subject of situation.masterTargets) {
      const question = { subject: subject.name, at: subject.at, fact: 'version', how: situation.howToCapture };
      yield verdictOn(question, judged(subject, situation));
    }
  },
});

function judged(subject: MasterTargetInPlay, situation: Situation): Outcome<Params> {
  const own = versionOf(subject.name, subject.captured.seen, subject.captured.seen?.agentVersion, subject.target.known);
  const servers = serversOf(subject, situation);
  if (own.version === undefined)
    return unknown(subject.captured.seen === undefined ? subject.captured.reason : undefined);
  for (const server of servers) {
    if (server.version === undefined || compareVersions(own.version, server.version) <= 0) continue;
    const params = { target: subject.name, version: own.version, server: server.name, serverVersion: server.version };
    return broken(
      params,
      [own, server].flatMap(({ seen }) => seen ?? []),
    );
  }
  if (situation.configurationServers.length === 0) return unknown('nobody captured its configuration server');
  const silent = servers.find(({ version }) => version === undefined);
  if (silent !== undefined) return unknown(`nobody captured the version of '${silent.name}'`);
  const seen = [own, ...servers].flatMap((each) => each.seen ?? []);
  return seen.length === servers.length + 1 ? holds(...seen) : declared();
}

/** The process servers of its machines and its configuration server. One that is to be created comes in the latest version. */
function serversOf({ machines, captured }: MasterTargetInPlay, situation: Situation): readonly Version[] {
  const used = new Set(machines.map(processServerFor));
  const process = situation.processServers.filter((each) => used.has(each.server) && !isYetToBeCreated(each));
  const all = situation.configurationServers;
  const own = all.filter((server) => isItsFabric(captured.seen?.fabricId, server.captured.seen?.id));
  return [
    ...process.map(({ name, captured: { seen }, server }) => versionOf(name, seen, seen?.version, server.known)),
    ...(own.length > 0 ? own : all).map(({ name, captured: { seen }, declared: said }) =>
      versionOf(name, seen, seen?.version, said === undefined ? [] : said.known),
    ),
  ];
}

/** A configuration server is a fabric of the vault. */
function isItsFabric(fabricId: string | undefined, serverId: string | undefined): boolean {
  return fabricId !== undefined && serverId !== undefined && sameName(fabricId, serverId);
}

/** Whoever looked did not find it, and the runbook has it created. */
function isYetToBeCreated({ captured, server }: ProcessServerInPlay): boolean {
  if (server.where.value !== 'azure' || server.existing?.value === true) return false;
  return 'reason' in captured && captured.found === 0;
}

function versionOf(
  name: string,
  seen: Seen | undefined,
  captured: string | undefined,
  known: Parameters<typeof knownFact>[0],
): Version {
  if (captured !== undefined && versionIn(captured) !== undefined) return { name, version: captured, seen };
  const said = knownFact(known, 'version');
  return { name, version: said === undefined ? undefined : String(said.value), seen: undefined };
}
