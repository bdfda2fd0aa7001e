/**
 * How long planning takes, and how it grows: `npm run bench`, or `node bench/plan.ts [machines …]`.
 *
 * Each size is planned several times from an inventory that was not indexed before, the plan's hash included; the median
 * counts. Growth is compared with n log n: a ratio of 1 is exactly that, less is better. The assessment by the rules is
 * measured apart. Beside the time on the wall stands that of the planning thread on a processor, for on a machine that
 * others use the wall tells more of them than of us.
 */

import type { Inventory } from '../core/inventory/inventory.ts';
import { planFor } from '../core/plan/plan-for.ts';
import { assess } from '../core/rules/assess.ts';
import { median } from './median.ts';
import { tell } from './row.ts';
import { syntheticEstate } from './synthetic-estate.ts';

const SIZES = [1_000, 3_000, 10_000, 30_000];
/** For ten thousand machines, in milliseconds. */
const BUDGETS = { plan: 300, rules: 400 };

const now = new Date('2026-11-23T09:00:00Z');
const options = { now, part: 'whole', runbookFile: 'large.failback', inventoryFile: 'large.inventory.json' } as const;

const sizes = process.argv.slice(2).map(Number);
const rows = (sizes.length === 0 ? SIZES : sizes).map(measure);

console.log('machines    steps   plan ms (processor)   rules ms (processor)   growth to n log n');
rows.forEach(({ size, steps, plan, rules }, at) => {
  const before = rows[at - 1];
  const growth =
    before === undefined
      ? ''
      : (plan.processor / before.plan.processor / (nLogN(size) / nLogN(before.size))).toFixed(2);
  const times = [plan, rules].map(({ wall, processor }) => `${wall.toFixed(0)} (${processor.toFixed(0)})`.padStart(22));
  console.log(`${`${size}`.padStart(8)} ${`${steps}`.padStart(8)}${times[0]}${times[1]}   ${growth}`);
});
const ten = rows.find(({ size }) => size === 10_000);
if (ten !== undefined)
  for (const [what, budget] of [
    ['plan', BUDGETS.plan],
    ['rules', BUDGETS.rules],
  ] as const) {
    const { wall, processor } = ten[what];
    const verdict = wall <= budget ? 'within the budget' : 'OVER the budget';
    console.log(
      `10,000 machines, ${what}: ${wall.toFixed(0)} of ${budget} ms, ${verdict}; ${processor.toFixed(0)} ms on the processor`,
    );
    tell([
      { what: `10,000 machines, ${what}`, unit: 'ms', budget, measured: wall },
      { what: `the same on the processor`, unit: 'ms', budget, measured: processor },
    ]);
  }

function measure(size: number) {
  const { runbook, inventory } = syntheticEstate(size);
  const assessment = assess({ runbook, inventory, now });
  let steps = 0;
  const plan = median(() => {
    steps = planFor(runbook, notIndexed(inventory), assessment, options).steps.length;
  });
  const rules = median(() => assess({ runbook, inventory: notIndexed(inventory), now }));
  return { size, steps, plan, rules };
}

/** The look-ups are kept for each inventory object, so a new object has none. */
function notIndexed(inventory: Inventory): Inventory {
  return { ...inventory };
}

function nLogN(size: number): number {
  return size * Math.log2(size);
}
