import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { factsThatMoved, type Judged } from '../../executor/run/facts-that-moved.ts';

const file = new URL('../../examples/contoso-erp/contoso-erp.inventory.json', import.meta.url);
const example = parseInventory(await readFile(file, 'utf8'), 'example');
const [pattern] = example.azureVms ?? [];
const vms = (powerState: string) =>
  Array.from({ length: 64 }, (_, at) => ({ ...pattern, id: `/vm-${at}`, name: `vm-${at}`, powerState }));
const world = (powerState: string) => ({ ...example, azureVms: vms(powerState) }) as Inventory;
const plan = { steps: [], machines: [], waves: [] } as unknown as Plan;
const found: Judged = { plan, moved: ['It no longer follows.'] };

/** Whichever facts are put back, the reason is gone: the search goes down to every one of them. */
const searched = (judge: () => Promise<Judged>, passed?: () => number) =>
  factsThatMoved(plan, new Set(), world('running'), world('stopped'), found, judge, passed);

test('the search for facts gives the rest of the process its turn between two plans', async () => {
  let [turns, plans, missed] = [0, 0, 0];
  let before = -1;
  const ticking = setImmediate(function tick() {
    turns += 1;
    if (plans < 48) setImmediate(tick);
  });
  await searched(async () => {
    plans += 1;
    if (turns === before) missed += 1;
    before = turns;
    return { plan, moved: [] };
  });
  clearImmediate(ticking);
  assert.equal(plans, 48, 'and it ends after so many');
  assert.equal(missed, 0, 'between each two the process had a turn');
});

test('it ends after a minute, with what was found until then', async () => {
  let [now, plans] = [1000, 0];
  const facts = await searched(
    async () => {
      plans += 1;
      now += 7000;
      return { plan, moved: [] };
    },
    () => now,
  );
  assert.equal(plans, 9);
  // Seven plans lead to the first of 64 facts, and the next two to its neighbour and to half of the two after.
  assert.deepEqual(
    facts.map(({ fact }) => fact),
    ["power state of the machine in Azure 'vm-0'", "power state of the machine in Azure 'vm-1'"],
  );
});
