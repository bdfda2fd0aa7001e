import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogue } from '../../core/rules/catalogue.ts';
import { FACTS_VOUCH_FOR } from '../../core/run/fresh-facts.ts';
import { leftAtPace, type Pace, paced, stalledSince } from '../../core/run/pace.ts';
import { watchInterval } from '../../core/run/watching.ts';

const MINUTE = 60_000;

/** Looks a quarter of an hour apart. */
function seen(...figures: readonly number[]): Pace {
  const pace = figures.reduce<Pace | undefined>((before, done, at) => paced(before, at * 15 * MINUTE, done), undefined);
  assert.ok(pace);
  return pace;
}

test('an even pace leaves an interval without width; one that varies is told with its spread', () => {
  const even = leftAtPace(seen(0, 10, 20, 30, 40), 100);
  assert.deepEqual(Object.values(even ?? {}).map(Math.round), [5400, 5400, 5400]);
  const uneven = leftAtPace(seen(0, 18, 20, 38, 40), 100);
  assert.ok(uneven !== undefined && uneven.low < uneven.likely && uneven.likely < uneven.high);
  assert.equal(Math.round(uneven.likely), 5400);
  assert.ok(uneven.low > 2700 && uneven.high < 21_601, 'and not without bounds');
});

test('too few looks, or nothing that moves, are no pace', () => {
  assert.equal(leftAtPace(seen(0, 10, 20), 100), undefined);
  assert.equal(leftAtPace(seen(40, 40, 40, 40, 40), 100), undefined);
});

test('a standstill wants an hour and three looks; moving again or beginning anew ends it', () => {
  const still = seen(0, 10, 10, 10, 10, 10);
  assert.equal(stalledSince(still, 75 * MINUTE), 15 * MINUTE);
  assert.equal(stalledSince(seen(0, 10, 10, 10), 45 * MINUTE), undefined, 'half an hour');
  assert.equal(
    stalledSince(paced(seen(0, 10), 30 * 15 * MINUTE, 10), 30 * 15 * MINUTE),
    undefined,
    'one look after a long sleep',
  );
  assert.equal(stalledSince(paced(still, 90 * MINUTE, 11), 90 * MINUTE), undefined);
  const anew = paced(still, 90 * MINUTE, 2);
  assert.deepEqual(anew, { samples: [{ at: 90 * MINUTE, done: 2 }], movedAt: 90 * MINUTE });
});

test('a clock that was set back begins the pace anew', () => {
  assert.equal(paced(seen(0, 10, 20), 0, 21).samples.length, 1);
});

test('however much goes on, a page of the list is read every three seconds at most', () => {
  const watched = { jobs: 1, replicatingFor: undefined, nearEnd: false };
  assert.equal(watchInterval(watched), 30);
  assert.equal(watchInterval({ ...watched, pages: 10 }), 30);
  assert.equal(watchInterval({ ...watched, pages: 100 }), 300);
  assert.equal(watchInterval({ jobs: 0, replicatingFor: undefined, nearEnd: false, pages: 100 }), undefined);
});

test('a preflight vouches for as long as the shortest-lived fact that it looks at', () => {
  const lives = catalogue.flatMap(({ timeToLive, decidedBy }) =>
    timeToLive !== undefined && decidedBy.includes('preflight') ? [timeToLive] : [],
  );
  assert.equal(FACTS_VOUCH_FOR, Math.min(...lives));
});
