/**
 * How long it takes to say what a change means: `node bench/review.ts [machines …]`.
 *
 * Two versions of the same estate, both planned and assessed before. In the second every tenth machine takes another
 * datastore, every fiftieth another wave, twenty come home no more and twenty come too, the approval before commit is gone,
 * and the waves move at another pace. Planning one version is measured beside it in the same run: on a machine that others
 * use the ratio of the two tells more than either. Budget: 500 ms for ten thousand machines.
 */

import { makePlan } from '../core/plan/make-plan.ts';
import { renderReviewMarkdown } from '../core/review/render-review-markdown.ts';
import { reviewOf } from '../core/review/review.ts';
import type { Side } from '../core/review/side.ts';
import type { Datastore, Machine, Runbook, Wave } from '../core/runbook/runbook.ts';
import { median } from './median.ts';
import { tell } from './row.ts';
import { type Estate, syntheticEstate } from './synthetic-estate.ts';

const SIZES = [1_000, 3_000, 10_000];
const BUDGET = 500;

const options = {
  now: new Date('2026-11-23T09:00:00Z'),
  part: 'whole',
  runbookFile: 'large.failback',
  inventoryFile: 'large.inventory.json',
} as const;

const sizes = process.argv.slice(2).map(Number);
console.log('machines   changes   review ms (processor)     planning one ms   ratio   the same text ms   Markdown KB');
for (const size of sizes.length === 0 ? SIZES : sizes) {
  const estate = syntheticEstate(size);
  const before = sideOf(estate);
  const after = sideOf({ ...estate, runbook: otherwise(estate.runbook) });
  const review = reviewOf(before, after);
  if (review.changes.length < 5) throw new Error('The second version should be decided otherwise in many ways.');
  const compared = median(() => reviewOf(before, after));
  const same = median(() => reviewOf(before, before));
  const planned = median(() => sideOf(estate), 5);
  const ratio = compared.processor / planned.processor;
  console.log(
    [
      `${size}`.padStart(8),
      `${review.changes.length}`.padStart(10),
      `${compared.wall.toFixed(0)} (${compared.processor.toFixed(0)})`.padStart(24),
      `${planned.wall.toFixed(0)} (${planned.processor.toFixed(0)})`.padStart(20),
      ratio.toFixed(2).padStart(8),
      `${same.wall.toFixed(0)}`.padStart(19),
      `${(renderReviewMarkdown('large', review).length / 1000).toFixed(1)}`.padStart(14),
    ].join(''),
  );
  if (size !== 10_000) continue;
  tell([
    { what: 'review of two runbooks of 10,000 machines', unit: 'ms', budget: BUDGET, measured: compared.wall },
    { what: 'the same on the processor', unit: 'ms', budget: BUDGET, measured: compared.processor },
  ]);
}

function sideOf({ runbook, inventory }: Estate): Side {
  // The look-ups are kept for each inventory object, so a new object has none.
  return { runbook, ...makePlan(runbook, { ...inventory }, options) };
}

/** The next version, as somebody else parsed it: no object is the one of the version before. */
function otherwise(runbook: Runbook): Runbook {
  const next = structuredClone(runbook);
  const tin: Datastore = { ...pick(next.datastores, 0), name: 'ds-tin', datastoreName: 'ds-tin' };
  const at = next.at;
  const added = Array.from({ length: 20 }, (_, index) => ({
    ...pick(next.machines, index),
    name: `newcomer-${index + 1}`,
  }));
  const kept = next.machines.slice(0, -added.length);
  const changed = new Map(
    kept.map((machine, index) => [machine, index % 10 === 0 ? { ...machine, datastore: { value: tin, at } } : machine]),
  );
  const moving = new Set(kept.filter((_, index) => index % 50 === 7));
  const members = (machines: readonly Machine[]) => machines.map((value) => ({ value, at }));
  const waves = next.waves.map((wave): Wave => {
    const own = wave.machines
      .map(({ value }) => value)
      .filter((machine) => changed.has(machine) && !moving.has(machine));
    return {
      ...wave,
      atMost: { value: 5, at },
      machines: members(own.flatMap((machine) => changed.get(machine) ?? [])),
    };
  });
  const last = pick(waves, waves.length - 1);
  const home = [
    ...last.machines,
    ...members([...moving].flatMap((machine) => changed.get(machine) ?? [])),
    ...members(added),
  ];
  return {
    ...next,
    datastores: [...next.datastores, tin],
    moments: next.moments.filter(({ stage }) => stage !== 'commit'),
    machines: [...changed.values(), ...added],
    waves: [...waves.slice(0, -1), { ...last, machines: home }],
  };
}

function pick<T>(from: readonly T[], at: number): T {
  const picked = from[at % from.length];
  if (picked === undefined) throw new Error('There is nothing to pick from.');
  return picked;
}
