import type { Inventory } from '../../core/inventory/inventory.ts';
import { ticks } from '../arm/moments.ts';
import type { Instant } from '../virtual-clock.ts';

/** What was silent for longer than this when it was captured is taken to be dead. */
const ALIVE_MS = 15 * 60_000;

/**
 * When something last gave a sign of life: what was alive at the capture goes on beating at the age that was seen, and
 * what was dead stays dead.
 */
export function heartbeat(inventory: Inventory, captured: string | undefined, at: Instant): string | null {
  if (captured === undefined) return null;
  const seen = Date.parse(captured);
  const age = Date.parse(inventory.capturedAt) - seen;
  return ticks(age <= ALIVE_MS ? Math.max(seen, at - Math.max(0, age)) : seen);
}
