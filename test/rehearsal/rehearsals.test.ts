import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { drawnKnobs, strikes } from '../../cli/rehearse/drawn-knobs.ts';
import { dealt } from '../../cli/rehearse/rehearse-in-parts.ts';
import { binsOf, distributionOf } from '../../core/rehearsal/distribution.ts';
import { pathTaken } from '../../core/rehearsal/path-taken.ts';
import type { Rehearsal } from '../../core/rehearsal/rehearsal.ts';
import { sumUpRehearsals } from '../../core/rehearsal/rehearsals.ts';
import { renderRehearsals, renderRehearsalsMarkdown } from '../../core/rehearsal/render-rehearsals.ts';
import type { StepState } from '../../core/run/state.ts';
import { defaultKnobs } from '../../simulator/knobs.ts';
import { samplePlan } from '../report/sample-run.ts';

const rehearsal = (seed: number, took: number, more: Partial<Rehearsal> = {}): Rehearsal => ({
  seed,
  status: 'done',
  took,
  home: 4,
  waves: [{ name: 'data', recoveryTime: 600, objectiveMet: true, slack: 3600, finished: true }],
  failures: [],
  path: ['data/erp-db-01/failover'],
  ...more,
});
const rehearsedWith = { plan: samplePlan, firstSeed: 1, faults: [], faultChance: 1 };

test('a percentile is a figure that really came up, with as many below it as it says', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(100_000), { minLength: 1 }), (values) => {
      const spread = distributionOf(values);
      assert.ok(spread !== undefined);
      for (const [share, value] of [
        [0.1, spread.p10],
        [0.5, spread.p50],
        [0.9, spread.p90],
      ] as const) {
        assert.ok(values.includes(value));
        assert.ok(values.filter((one) => one <= value).length >= share * values.length);
        assert.ok(values.filter((one) => one < value).length < share * values.length);
      }
      assert.deepEqual([spread.least, spread.most], [Math.min(...values), Math.max(...values)]);
    }),
  );
});

test('every figure is in one bin, and the bins meet', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(100_000), { minLength: 1 }), (values) => {
      const bins = binsOf(values);
      assert.equal(
        bins.reduce((sum, { count }) => sum + count, 0),
        values.length,
      );
      for (const [at, bin] of bins.entries()) if (at > 0) assert.equal(bin.from, bins[at - 1]?.to);
    }),
  );
});

test('the order in which rehearsals come changes nothing', () => {
  const all = [1, 2, 3, 4, 5].map((seed) => rehearsal(seed, 1000 * ((seed * 7) % 5)));
  assert.deepEqual(sumUpRehearsals(rehearsedWith, all), sumUpRehearsals(rehearsedWith, all.toReversed()));
});

test('what failed is counted by cause and by rehearsal, and takes no part in the durations', () => {
  const failed = (seed: number, step: string) =>
    rehearsal(seed, 99, {
      status: 'failed',
      failures: [{ code: '95226', step, kind: 'reprotect', message: 'The agent is out of reach.' }],
      waves: [{ name: 'data', recoveryTime: null, objectiveMet: false, slack: -60, finished: false }],
      path: [],
    });
  const sum = sumUpRehearsals(rehearsedWith, [rehearsal(1, 5000), failed(2, 'a'), failed(3, 'a'), failed(4, 'b')]);
  assert.deepEqual([sum.done, sum.times, sum.byStatus], [1, 4, { done: 1, failed: 3 }]);
  assert.equal(sum.duration?.most, 5000);
  assert.deepEqual(sum.causes[0]?.steps, [
    { step: 'a', times: 2 },
    { step: 'b', times: 1 },
  ]);
  const data = sum.waves.find(({ name }) => name === 'data');
  assert.deepEqual([data?.late, data?.finished], [3, 1]);
  const text = renderRehearsals(sum, (words) => words);
  assert.match(text, /4 rehearsals, 1 with every machine home \(25 %\); 3 failed\./);
  assert.match(text, /75 % {2}95226 at reprotect: The agent is out of reach\./);
  assert.match(renderRehearsalsMarkdown(sum), /\| 75 % \| 95226 \| reprotect \|/);
});

test('the path taken goes back along whatever was waited for longest', () => {
  const at = (minute: number) => ({ endedAt: `2026-12-05T10:${String(minute).padStart(2, '0')}:00.000Z` });
  const [first, second] = samplePlan.steps;
  assert.ok(first && second);
  const plan = {
    ...samplePlan,
    steps: [
      { ...first, machine: null },
      { ...second, waitsFor: [], machine: null },
      { ...second, id: 'last', waitsFor: [first.id, second.id], machine: null },
    ],
  };
  const states = (one: number, other: number) =>
    new Map([
      [first.id, at(one)],
      [second.id, at(other)],
      ['last', at(30)],
    ]) as unknown as ReadonlyMap<string, StepState>;
  assert.deepEqual(pathTaken(plan, states(10, 20)), [second.id, 'last']);
  assert.deepEqual(pathTaken(plan, states(20, 10)), [first.id, 'last']);
});

test('each seed has an estate of its own, the same each time and within its spread', () => {
  const rates = Array.from({ length: 50 }, (_, seed) => drawnKnobs(seed).replicationRate ?? 0);
  assert.ok(new Set(rates).size === 50);
  for (const rate of rates) assert.ok(Math.abs(rate / defaultKnobs.replicationRate - 1) <= 0.5);
  assert.deepEqual(drawnKnobs(7), drawnKnobs(7));
});

test('a fault strikes about as often as it is said to', () => {
  const struck = Array.from({ length: 1000 }, (_, seed) => strikes(seed, '503@failover/*', 0.2)).filter(Boolean).length;
  assert.ok(struck > 150 && struck < 250, `${struck} of 1000`);
});

test('however many processes share them, each seed is rehearsed once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 16 }), (times, parts) => {
      const seeds = dealt(times, 1, parts).flatMap(({ first, step, times: turns }) =>
        Array.from({ length: turns }, (_, turn) => first + turn * step),
      );
      assert.deepEqual(
        seeds.toSorted((one, other) => one - other),
        Array.from({ length: times }, (_, at) => at + 1),
      );
    }),
  );
});
