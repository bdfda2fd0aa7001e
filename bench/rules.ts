/**
 * How long all rules take over an estate with every section of an inventory: `node bench/rules.ts [machines …]`.
 *
 * Both architectures are judged, from an inventory that was not indexed before; the median of nine counts, on the wall and
 * on the processor. The slowest rules are named, each asked alone.
 */

import type { Inventory } from '../core/inventory/inventory.ts';
import { assess } from '../core/rules/assess.ts';
import { catalogue } from '../core/rules/catalogue.ts';
import { median } from './median.ts';
import { tell } from './row.ts';
import { wholeEstate } from './whole-estate.ts';

const SIZES = [1_000, 10_000];
/** For ten thousand machines, in milliseconds. */
const BUDGET = 400;
const SLOWEST = 8;

const now = new Date('2026-11-23T09:00:00Z');
const wanted = process.argv.slice(2).map(Number);

for (const architecture of ['modernized', 'classic'] as const)
  for (const size of wanted.length === 0 ? SIZES : wanted) {
    const { runbook, inventory } = wholeEstate(size, architecture);
    const { judgements, findings } = assess({ runbook, inventory, now });
    const { wall, processor } = median(() => assess({ runbook, inventory: notIndexed(inventory), now }));
    console.log(
      `${architecture}, ${size} machines: ${judgements.length} judgements, ${findings.length} findings, ${wall.toFixed(0)} ms (${processor.toFixed(0)} on the processor)`,
    );
    if (size !== 10_000) continue;
    tell([
      { what: `10,000 machines, all ${architecture} rules, every section`, unit: 'ms', budget: BUDGET, measured: wall },
      { what: 'the same on the processor', unit: 'ms', budget: BUDGET, measured: processor },
    ]);
    const context = { runbook, inventory, now };
    const alone = catalogue.map((rule) => ({
      code: rule.code,
      took: median(() => assess(context, [rule]), 3).processor,
    }));
    const slowest = alone.toSorted((one, other) => other.took - one.took).slice(0, SLOWEST);
    console.log(`slowest: ${slowest.map(({ code, took }) => `${code} ${took.toFixed(1)} ms`).join(', ')}`);
  }

/** The look-ups are kept for each inventory object, so a new object has none. */
function notIndexed(inventory: Inventory): Inventory {
  return { ...inventory };
}
