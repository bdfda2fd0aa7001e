import type { ItemView } from './item-view.ts';
import { homeOf, lastOf } from './service-ids.ts';

/** The point used in the failover to Azure; its id names the container by another alias. Recorded. */
export function failoverRecoveryPoint({ estate, machine, state }: ItemView): string | null {
  if (machine.architecture === 'classic' && state.shown.instanceType === 'InMageAzureV2') return null;
  if (state.phase === 'failed-over' || state.phase === 'failover-committed') {
    const home = homeOf(state.itemId);
    const alias = `cloud_${estate.chance.guid('fabric', home.fabricId.toLowerCase())}`;
    const point = estate.chance.guid('failover-point', machine.key);
    return `${home.fabricId}/replicationProtectionContainers/${alias}/replicationProtectedItems/${lastOf(state.itemId)}/recoveryPoints/${point}`;
  }
  return ['InMageRcmFailback', 'InMage'].includes(state.shown.instanceType) ? '' : null;
}
