import type { CapturedItem } from '../../inventory/inventory.ts';
import { stageOf } from '../item-stage.ts';

/**
 * Whether data of a machine arrives at home: it is protected on its way back, and in good health. Then its agent runs and
 * reaches the servers, whatever anybody says.
 */
export function replicatesHome(item: CapturedItem): boolean {
  return (
    stageOf(item) === 'returning' && item.protectionState === 'Protected' && /^normal$/i.test(item.replicationHealth)
  );
}
