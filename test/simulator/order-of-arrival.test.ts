import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { parseFault } from '../../simulator/faults.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { Driver } from './driver.ts';

const fixture = fileURLToPath(new URL('fixtures/modernized.inventory.json', import.meta.url));
const inventory = parseInventory(readFileSync(fixture, 'utf8'), fixture);
const template = inventory.items?.[0];
const names = ['one', 'two', 'three', 'four'];

/** Four machines alike but for their names. */
const four = {
  ...inventory,
  siteMachines: [],
  items: names.map((name) => ({
    ...(template ?? assert.fail()),
    id: (template?.id ?? '').replace(/[^/]+$/, name),
    name,
    friendlyName: name,
    azureVmId: undefined,
  })),
};

async function outcome(order: readonly string[], seed: number): Promise<readonly string[]> {
  const simulator = await startSimulator({
    inventory: four,
    speed: 'advance',
    seed,
    faults: ['95226@reprotect/*#1', '500@reprotect/two#2', 'hang@replicate/three'].map(parseFault),
  });
  const driver = new Driver(simulator, four);
  const jobs = new Map<string, unknown>();
  for (const round of [1, 2, 3]) {
    for (const name of order) {
      await driver.post('reprotect', name, {});
      jobs.set(`${name} ${round}`, driver.lastJob);
    }
    simulator.advance(20 * 60);
  }
  simulator.advance(3600);
  const lines = [];
  for (const name of names) lines.push(...(await driver.item(name)), ...(await driver.disks(name)));
  await simulator.close();
  return [...lines, ...[...jobs].map(([key, id]) => `${key}: ${id}`).sort()];
}

test('in whatever order the machines are asked, each meets the same fate', async () => {
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(names, { minLength: 4 }), fc.nat(1000), async (order, seed) => {
      assert.deepEqual(await outcome(order, seed), await outcome(names, seed));
    }),
    { numRuns: 8 },
  );
});

test('another seed is another story', async () => {
  assert.notDeepEqual(await outcome(names, 1), await outcome(names, 2));
});
