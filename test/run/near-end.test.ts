import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Plan, PlanStep } from '../../core/plan/plan.ts';
import type { LedgerState } from '../../core/run/ledger.ts';
import { endIsAwaited } from '../../core/run/near-end.ts';

/** Copies of `a` and `b`, a gate that waits for both, and one of `c`, for which its own gate waits. */
const STEPS: readonly (readonly [id: string, machine: string | null, waitsFor: readonly string[]])[] = [
  ['a', 'a', []],
  ['b', 'b', []],
  ['c', 'c', []],
  ['both', null, ['a', 'b']],
  ['alone', null, ['c']],
];

function awaited(open: Readonly<Record<string, string>>, near: readonly string[], steps = STEPS): boolean {
  const plan = {
    steps: steps.map(([id, machine, waitsFor]) => ({ id, machine, wave: 'w', kind: 'replicate', waitsFor })),
    machines: [],
    waves: [{ name: 'w', onFailure: 'hold', machines: [] }],
  } as unknown as Plan;
  const states = new Map(plan.steps.map(({ id }: PlanStep) => [id, { status: open[id] ?? 'pending' }]));
  const running = Object.keys(open).filter((id) => open[id] === 'running');
  const state = { open: new Set(running), steps: states } as unknown as LedgerState;
  return endIsAwaited(plan, state, (id) => near.includes(id));
}

test('a copy that comes to its end is hurried after where nothing else holds up what waits for it', () => {
  const all = { a: 'running', b: 'running', c: 'running' };
  assert.equal(awaited(all, ['a']), false, 'the gate waits for b too');
  assert.equal(awaited(all, ['a', 'b']), true);
  assert.equal(awaited(all, ['c']), true);
  assert.equal(awaited({ a: 'running', b: 'done', c: 'running' }, ['a']), true);
  assert.equal(awaited({ a: 'running', b: 'failed', c: 'running' }, ['a']), false, 'b holds the gate up for good');
});

test('where nothing follows, the end of the run is what is waited for', () => {
  const copies = STEPS.slice(0, 3);
  const all = { a: 'running', b: 'running', c: 'running' };
  assert.equal(awaited(all, ['a', 'b'], copies), false);
  assert.equal(awaited(all, ['a', 'b', 'c'], copies), true);
  assert.equal(awaited({}, [], copies), false);
});
