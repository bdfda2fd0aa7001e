/** The simulator in a process of its own, so that the bench weighs the executor alone. */

import type { Inventory } from '../core/inventory/inventory.ts';
import type { Knobs } from '../simulator/knobs.ts';
import { startSimulator } from '../simulator/start-simulator.ts';

interface Begin {
  readonly inventory: Inventory;
  readonly knobs?: Partial<Knobs>;
}

process.once('message', async ({ inventory, knobs = {} }: Begin) => {
  const { url, proxyUrl } = await startSimulator({ inventory, seed: 1, speed: 'advance', recordBytes: 0, knobs });
  process.once('message', () => process.exit());
  process.send?.({ url, proxyUrl });
});
