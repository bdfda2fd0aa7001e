/** The simulator in a process of its own, so that the bench weighs the executor alone. */

import type { Inventory } from '../core/inventory/inventory.ts';
import { startSimulator } from '../simulator/start-simulator.ts';

process.once('message', async (inventory: Inventory) => {
  const { url, proxyUrl } = await startSimulator({ inventory, seed: 1, speed: 'advance', recordBytes: 0 });
  process.send?.({ url, proxyUrl });
});
