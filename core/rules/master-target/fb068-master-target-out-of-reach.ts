import type { CapturedItem } from '../../inventory/inventory.ts';
import { sameName } from '../../inventory/world.ts';
import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import type { MasterTargetInPlay } from '../classic-in-play.ts';
import { bySaying } from '../decisions.ts';
import { stageOf } from '../item-stage.ts';
import { holds, type Outcome, unknown, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { type Situation, situationOf } from '../situation.ts';

export const masterTargetOutOfReach = defineRule<{ target: string }>({
  code: 'FB068',
  title: 'Master target does not reach its servers',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'the data stops at the process server, and the replication never completes.',
  architecture: 'classic',
  decidedBy: ['text', 'preflight', 'run'],
  timeToLive: hours(4),
  source: {
    ...articles.linuxMasterTarget,
    says: 'the master target must be on a network that can communicate with the process server and the configuration server',
    confidence: 'documented',
  },
  seenIn: 'guest',
  byHand:
    'On the master target, try the configuration server over 443 and the process server over 9443; on Windows with the first commands, on Linux with the others.\nTest-NetConnection CONFIGURATION-SERVER -Port 443; Test-NetConnection PROCESS-SERVER -Port 9443\nnc -vz CONFIGURATION-SERVER 443; nc -vz PROCESS-SERVER 9443',
  mend: 'Open the way in the firewalls between the site and the network of the process server in Azure, and see that routes lead both ways. Or say what you tried: `known { reaches-servers: true }`',
  message: ({ target }) =>
    `The master target '${target}' does not reach the process server or the configuration server. Data that leaves Azure would never arrive in the disks.`,
  details:
    'A machine that replicates home through the master target, in normal health, proves the way; then nobody needs to try it.',
  reads: [],
  *check(context) {
    const situation = situationOf(context);
    const proofs = proofsByTarget(situation);
    for (const subject of situation.masterTargets) {
      const question = { subject: subject.name, at: subject.at, fact: 'network reach' };
      yield verdictOn({ ...question, how: situation.howToCapture }, judged(subject, proofs));
    }
  },
});

/** Of each master target, by its id, a machine that replicates home through it in normal health; looked up once for all. */
function proofsByTarget({ world }: Situation): ReadonlyMap<string, CapturedItem> {
  const proofs = new Map<string, CapturedItem>();
  for (const item of world?.inventory.items ?? []) {
    if (item.masterTargetId === undefined || stageOf(item) !== 'returning') continue;
    if (sameName(item.replicationHealth, 'Normal')) proofs.set(item.masterTargetId.toLowerCase(), item);
  }
  return proofs;
}

function judged(
  { name, target, captured }: MasterTargetInPlay,
  proofs: ReadonlyMap<string, CapturedItem>,
): Outcome<{ target: string }> {
  const proof = captured.seen === undefined ? undefined : proofs.get(captured.seen.id.toLowerCase());
  if (captured.seen !== undefined && proof !== undefined) return holds(captured.seen, proof);
  return bySaying(target.known, 'reaches-servers', true, () => ({ target: name })) ?? unknown();
}
