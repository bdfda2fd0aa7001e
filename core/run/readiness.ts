import { isPoint } from '../plan/classic-obstacles.ts';
import type { ItemDetail, ItemFacts, RecoveryPointFact } from './item-facts.ts';

/** Why a machine cannot fail back yet, as a short phrase; `ready` when it can. */
export type Readiness = { readonly kind: 'ready' } | { readonly kind: 'not-yet'; readonly because: string };

const READY: Readiness = { kind: 'ready' };
const FAILOVERS = ['plannedfailover', 'unplannedfailover'];
const FAILBACK_PROVIDERS = ['inmagercmfailback', 'inmage'];
const FORWARD_PROVIDERS = ['inmagercm', 'inmageazurev2'];

/**
 * Whether the row of the list lets it seem worthwhile to read the item itself: replication is over as far as the row
 * tells, and the failover is allowed.
 */
export function atEdgeOfReadiness(item: ItemFacts): boolean {
  return rowReadiness(item).kind === 'ready';
}

/**
 * Ready is more than "the job succeeded" and no more than is true: the initial replication of every disk is complete, a
 * recovery point of the kind asked for exists, and the failover is allowed. Health is not asked: an item was recorded
 * as critical only for want of application-consistent points (531006), which matters to nobody who fails over to a
 * crash-consistent one.
 */
export function failbackReadiness(
  item: ItemDetail,
  points: readonly RecoveryPointFact[],
  wanted: string,
  pointId?: string,
): Readiness {
  const row = rowReadiness(item);
  if (row.kind === 'not-yet') return row;
  if (item.disks.length === 0 && tellsDisks(item)) return notYet('the service to show the disks');
  const copying = item.disks.filter(
    ({ initialReplicationComplete: done }) => done === false || (done === undefined && tellsDisks(item)),
  );
  if (copying.length > 0) return notYet(`initial replication of ${copying.map(({ name }) => `'${name}'`).join(', ')}`);
  const resyncing = item.disks.filter(({ resyncRequired }) => resyncRequired === true);
  if (resyncing.length > 0)
    return notYet(`resynchronization of ${resyncing.map(({ name }) => `'${name}'`).join(', ')}`);
  if (!wantsPoint(item, wanted)) return READY;
  const all = [...item.consistencyPoints, ...points];
  if (pointId !== undefined)
    return all.some(({ id }) => isPoint(id, pointId)) ? READY : notYet(`the recovery point '${pointId}'`);
  if (all.some((point) => serves(point, wanted))) return READY;
  return notYet(all.length === 0 ? 'a first recovery point' : `a recovery point that is ${wanted}`);
}

/**
 * A classic machine that fails over to its latest time needs no point: what reached the site until then is what it gets.
 * The service allows the failover when there is enough of it.
 */
export function wantsPoint({ instanceType }: ItemFacts, wanted: string): boolean {
  return !(instanceType.toLowerCase() === 'inmage' && /^(latest|crash-consistent)$/.test(wanted));
}

/** Home means protected to Azure again: the provider is the forward one, and the copy in Azure is complete. */
export function homeReadiness(item: ItemFacts): Readiness {
  if (!FORWARD_PROVIDERS.includes(item.instanceType.toLowerCase())) return notYet('protection to Azure to begin');
  if (item.protectionState.toLowerCase() !== 'protected') return notYet(`protection (state '${item.protectionState}')`);
  if (item.activeLocation !== undefined && item.activeLocation.toLowerCase() !== 'primary')
    return notYet('the site to be the active location');
  if (item.resyncRequired === true) return notYet('the resynchronization that the service asks for');
  if (item.replicated !== undefined && item.replicated < 100) return notYet(`the copy in Azure (${item.replicated} %)`);
  return READY;
}

function rowReadiness(item: ItemFacts): Readiness {
  if (!FAILBACK_PROVIDERS.includes(item.instanceType.toLowerCase())) return notYet('protection to the site to begin');
  if (item.replicated !== undefined && item.replicated < 100)
    return notYet(`initial replication (${item.replicated} %)`);
  if (item.resyncRequired === true) return notYet('the resynchronization that the service asks for');
  if (!item.allowedOperations.some((verb) => FAILOVERS.includes(verb.toLowerCase())))
    return notYet('the service to allow the failover');
  return READY;
}

/** Of each disk the modernized provider says whether its first copy is complete; there, silence is no yes. */
function tellsDisks({ instanceType }: ItemFacts): boolean {
  return instanceType.toLowerCase() === 'inmagercmfailback';
}

/** Any point serves `crash-consistent` and `latest`: an application-consistent one is crash-consistent too. */
function serves(point: RecoveryPointFact, wanted: string): boolean {
  if (!/application|tag/i.test(wanted)) return true;
  return /app|tag/i.test(point.type);
}

function notYet(because: string): Readiness {
  return { kind: 'not-yet', because };
}
