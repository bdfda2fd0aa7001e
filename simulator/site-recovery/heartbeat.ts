import type { Inventory } from '../../core/inventory/inventory.ts';
import { ticks } from '../arm/moments.ts';
import { wasAlive } from '../estate/alive.ts';
import type { Instant } from '../virtual-clock.ts';

/**
 * When something last gave a sign of life: what was alive at the capture goes on beating at the age that was seen, and
 * what was dead stays dead.
 */
export function heartbeat(inventory: Inventory, captured: string | undefined, at: Instant): string | null {
  if (captured === undefined) return null;
  const seen = Date.parse(captured);
  const age = Date.parse(inventory.capturedAt) - seen;
  return ticks(wasAlive(inventory, captured) ? Math.max(seen, at - Math.max(0, age)) : seen);
}
