import { readFileSync } from 'node:fs';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';

// A simulator in a process of its own, for tests that kill it: node serve.ts INVENTORY STATE-FILE
const [, , inventory = '', stateFile = ''] = process.argv;
const simulator = await startSimulator({
  inventory: parseInventory(readFileSync(inventory, 'utf8'), inventory),
  speed: 'advance',
  stateFile,
});
console.log(simulator.proxyUrl);
