/**
 * How long planning takes, and how it grows: `npm run bench`, or `node bench/plan.ts [machines …]`.
 *
 * Each size is planned several times from an inventory that was not indexed before; the median counts. Growth is compared
 * with n log n: a ratio of 1 is exactly that, less is better. The assessment by the rules is measured apart.
 */

import type { Inventory } from '../core/inventory/inventory.ts';
import { planFor } from '../core/plan/plan-for.ts';
import { assess } from '../core/rules/assess.ts';
import { syntheticEstate } from './synthetic-estate.ts';

const SIZES = [1_000, 3_000, 10_000, 30_000];
const ROUNDS = 9;
/** For ten thousand machines, in milliseconds. */
const BUDGET = 300;

const now = new Date('2026-11-23T09:00:00Z');
const options = { now, part: 'whole', runbookFile: 'large.failback', inventoryFile: 'large.inventory.json' } as const;

const sizes = process.argv.slice(2).map(Number);
const rows = (sizes.length === 0 ? SIZES : sizes).map(measure);

console.log('machines    steps   plan ms   rules ms   growth to n log n');
rows.forEach((row, at) => {
  const before = rows[at - 1];
  const growth =
    before === undefined ? '' : (row.plan / before.plan / (nLogN(row.size) / nLogN(before.size))).toFixed(2);
  console.log(
    `${`${row.size}`.padStart(8)} ${`${row.steps}`.padStart(8)} ${row.plan.toFixed(0).padStart(9)} ` +
      `${row.rules.toFixed(0).padStart(10)}   ${growth}`,
  );
});
const ten = rows.find(({ size }) => size === 10_000);
if (ten !== undefined)
  console.log(
    `10,000 machines: ${ten.plan.toFixed(0)} ms of ${BUDGET} ms; ${ten.plan <= BUDGET ? 'within' : 'OVER'} the budget`,
  );

function measure(size: number) {
  const { runbook, inventory } = syntheticEstate(size);
  const assessment = assess({ runbook, inventory, now });
  let steps = 0;
  const plan = median(() => {
    steps = planFor(runbook, notIndexed(inventory), assessment, options).steps.length;
  });
  const rules = median(() => assess({ runbook, inventory: notIndexed(inventory), now }), 3);
  return { size, steps, plan, rules };
}

/** The look-ups are kept for each inventory object, so a new object has none. */
function notIndexed(inventory: Inventory): Inventory {
  return { ...inventory };
}

function median(work: () => unknown, rounds = ROUNDS): number {
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  }).sort((one, other) => one - other);
  return times[Math.floor(times.length / 2)] ?? 0;
}

function nLogN(size: number): number {
  return size * Math.log2(size);
}
