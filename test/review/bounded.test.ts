import assert from 'node:assert/strict';
import { test } from 'node:test';
import { syntheticEstate } from '../../bench/synthetic-estate.ts';
import { makePlan } from '../../core/plan/make-plan.ts';
import { renderComment } from '../../core/review/render-comment.ts';
import { renderReview } from '../../core/review/render-review.ts';
import { reviewOf } from '../../core/review/review.ts';
import type { Side } from '../../core/review/side.ts';

/** GitHub takes no longer comment. */
const LONGEST = 65_536;

test('ten thousand machines, each changed in its own way, fit into one comment that says so', () => {
  const [before, after] = [sideOf(0), sideOf(10_000)];
  const review = reviewOf(before, after);
  assert.ok(review.changes.length >= 10_000, 'each machine has news of its own');

  const comment = renderComment([{ name: 'large', before, after, review }], [], {
    now: new Date('2026-11-23T10:00:00Z'),
    titleOf: (code) => code,
    whole: 'https://forge.example/runs/1',
  });
  assert.ok(comment.length <= LONGEST, `${comment.length} characters`);
  assert.match(comment, /changes of meaning/);
  assert.match(comment, /… and [\d,]+ more changes, none graver than the last one shown/);
  assert.ok(comment.includes(after.plan.hash));
  assert.ok(renderReview('large', review).split('\n').length < 300);
});

/** A made-up estate in which the first so many machines go to a recovery point of their own. */
function sideOf(changed: number): Side {
  const { runbook, inventory } = syntheticEstate(10_000);
  for (const [index, machine] of runbook.machines.slice(0, changed).entries())
    Object.assign(machine, {
      recoveryPoint: { ...machine.recoveryPoint, value: { kind: 'custom', id: `p-${index}` } },
    });
  const options = {
    now: new Date('2026-11-23T09:00:00Z'),
    part: 'whole',
    runbookFile: 'r',
    inventoryFile: 'i',
  } as const;
  return { runbook, ...makePlan(runbook, inventory, options) };
}
