import type { ItemView } from './item-view.ts';
import { homeOf } from './service-ids.ts';

/** The point used in the failover to Azure; its id names the container by another alias. Recorded. */
export function failoverRecoveryPoint({ estate, machine, state }: ItemView): string | null {
  if (state.phase === 'failed-over' || state.phase === 'failover-committed') {
    const home = homeOf(machine.item.id);
    const alias = `cloud_${estate.chance.guid('fabric', home.fabricId.toLowerCase())}`;
    const point = estate.chance.guid('failover-point', machine.key);
    return `${home.fabricId}/replicationProtectionContainers/${alias}/replicationProtectedItems/${machine.item.name}/recoveryPoints/${point}`;
  }
  return state.shown.instanceType === 'InMageRcmFailback' ? '' : null;
}
