/**
 * How long all rules take over an estate with every section of an inventory: `node bench/rules.ts [machines …]`.
 *
 * Both architectures are judged, from an inventory that was not indexed before; the median of nine counts, on the wall and
 * on the processor. The slowest rules are named, each asked alone.
 *
 * Then one machine after the other changes, as under the hands of somebody who types: what the kept assessment needs for
 * its first answer, and for the whole of it in the pause.
 */

import type { Inventory } from '../core/inventory/inventory.ts';
import { assess } from '../core/rules/assess.ts';
import { catalogue } from '../core/rules/catalogue.ts';
import { KeptAssessment } from '../core/rules/kept-assessment.ts';
import type { RuleContext } from '../core/rules/verdict.ts';
import { median } from './median.ts';
import { tell } from './row.ts';
import { wholeEstate } from './whole-estate.ts';

const SIZES = [1_000, 10_000];
/** For ten thousand machines, in milliseconds. */
const BUDGET = 400;
const SLOWEST = 8;
/** For the first answer to a keystroke among ten thousand machines, in milliseconds. */
const KEYSTROKE_BUDGET = 0.5;
const KEYSTROKES = 99;

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
    const typed = keystrokes({ runbook, inventory, now });
    console.log(
      `  a keystroke: ${typed.first.toFixed(3)} ms for the machine, a ${Math.round(wall / typed.first)}th of all rules; ${typed.rest.toFixed(0)} ms for the rest, in a pause`,
    );
    if (size !== 10_000) continue;
    tell([
      {
        what: `a keystroke among 10,000 machines, all ${architecture} rules, first answer`,
        unit: 'ms',
        budget: KEYSTROKE_BUDGET,
        measured: typed.first,
      },
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

/** Median of the time on the wall for one changed machine at a time, every other object the same. */
function keystrokes(context: RuleContext): { readonly first: number; readonly rest: number } {
  const kept = new KeptAssessment();
  kept.update(context);
  for (const _ of kept.settle());
  let { runbook } = context;
  let at = 0;
  const change = () => {
    at = (at + 7919) % runbook.machines.length;
    const machines = runbook.machines.map((machine, index) => (index === at ? { ...machine } : machine));
    runbook = { ...runbook, machines };
  };
  const timed = (work: () => void): number => {
    const start = performance.now();
    work();
    return performance.now() - start;
  };
  const firsts = Array.from({ length: KEYSTROKES }, () => {
    change();
    return timed(() => kept.update({ ...context, runbook }));
  });
  const rests = Array.from({ length: 3 }, () => {
    change();
    kept.update({ ...context, runbook });
    return timed(() => {
      for (const _ of kept.settle());
    });
  });
  const middle = (all: readonly number[]) => all.toSorted((one, other) => one - other)[all.length >> 1] ?? 0;
  return { first: middle(firsts), rest: middle(rests) };
}
