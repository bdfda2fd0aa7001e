import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlanStep } from '../../core/plan/plan.ts';
import { OpenStepSet } from '../../core/run/open-steps.ts';
import type { PlanIndex } from '../../core/run/plan-index.ts';
import { Chance } from '../fuzz/random.ts';

test('the order that is kept from look to look is the one that sorting all of them anew gives', () => {
  const chance = new Chance(20261125);
  for (let round = 0; round < 300; round += 1) {
    const steps = Array.from(
      { length: 1 + chance.below(40) },
      (_, at) => ({ id: `s${(at * 7) % 41}-${at}` }) as PlanStep,
    );
    const index = {
      steps: new Map(steps.map((step) => [step.id, step])),
      order: new Map(steps.map(({ id }, place) => [id, place])),
    } as unknown as PlanIndex;
    const open = new OpenStepSet(index);
    const plain = new Set<string>();
    for (let move = 0; move < 120; move += 1) {
      const id = steps[chance.below(steps.length)]!.id;
      const adds = chance.below(2) === 0;
      for (const set of [open, plain]) adds ? set.add(id) : set.delete(id);
      // So that one comes, goes and comes back between two looks.
      if (chance.below(4) !== 0) continue;
      const sorted = steps.filter((step) => plain.has(step.id));
      assert.deepEqual(open.inOrder, sorted);
      assert.deepEqual([...open], [...plain], 'and it is the same set');
    }
  }
});
