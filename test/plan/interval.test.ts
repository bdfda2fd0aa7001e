import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readableDuration } from '../../core/plan/readable.ts';
import { renderInterval } from '../../core/plan/render/render-times.ts';
import { days, hours, minutes } from '../../core/quantity.ts';

test('an interval is told in the units in which its ends are short', () => {
  const said = [
    [10, minutes(5)],
    [minutes(10), minutes(99)],
    [minutes(10), minutes(115)],
    [minutes(99.6), minutes(119.9)],
    [minutes(10), hours(2)],
    [hours(47), days(4)],
    [minutes(115), minutes(115)],
  ].map(([low = 0, high = 0]) => renderInterval({ low, high }));
  assert.deepEqual(said, [
    '10 s to 5 min',
    '10 min to 99 min',
    '10 min to 1.9 h',
    '1.7 h to 2.0 h',
    '10 min to 2 h',
    '47 h to 4 d',
    '',
  ]);
});

test('the likely time and its interval keep their columns, whatever they are', () => {
  const seconds = fc.oneof(fc.integer({ min: 0, max: hours(3) }), fc.integer({ min: 0, max: days(900) }));
  const judge = (three: readonly number[]) => {
    const [low = 0, likely = 0, high = 0] = three.toSorted((one, other) => one - other);
    // A likely time that is wider than its column moves what stands beside it.
    const moved = Math.max(0, readableDuration(likely).length - 10);
    const interval = renderInterval({ low, high });
    assert.ok(interval.length + moved <= 16, `${readableDuration(likely)}  ${interval}`);
  };
  fc.assert(fc.property(fc.array(seconds, { minLength: 3, maxLength: 3 }), judge), { seed: 115, numRuns: 20_000 });
});
