import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseInstant } from '../../language-server/src/lower/parse-instant.ts';
import { type Dimension, parseQuantity } from '../../language-server/src/lower/parse-quantity.ts';
import { nearestWord } from '../../language-server/src/vocabulary/nearest-word.ts';
import { spokenList } from '../../language-server/src/vocabulary/spoken-list.ts';

describe('quantities', () => {
  for (const [text, dimension, value] of [
    ['90 s', 'time', 90],
    ['24h', 'time', 86_400],
    ['1.5 d', 'time', 129_600],
    ['1 GB', 'storage', 2 ** 30],
    ['1 GiB', 'storage', 2 ** 30],
    ['20 TB', 'storage', 20 * 2 ** 40],
    ['1 Gbps', 'rate', 1e9],
  ] as const) {
    test(`${text} is ${value}`, () => assert.deepEqual(parseQuantity(text, dimension), { kind: 'value', value }));
  }

  for (const [text, dimension, instead] of [
    ['4 hours', 'time', '4 h'],
    ['5 mins', 'time', '5 min'],
    ['500 gb', 'storage', '500 GB'],
    ['1 gbps', 'rate', '1 Gbps'],
    ['4 GB', 'time', undefined],
    ['4', 'time', undefined],
    ['soon', 'time', undefined],
    ['10 %', 'storage', undefined],
  ] as readonly [string, Dimension, string | undefined][]) {
    test(`${text} is no ${dimension}`, () =>
      assert.deepEqual(parseQuantity(text, dimension), { kind: 'wrong', instead }));
  }
});

describe('quantities that nobody can mean', () => {
  for (const [text, dimension, most] of [
    ['3651 d', 'time', '3650 d'],
    ['99999999999999999999 h', 'time', '3650 d'],
    ['1048577 TB', 'storage', '1048576 TB'],
    [`${'9'.repeat(400)} GB`, 'storage', '1048576 TB'],
    ['1000001 Gbps', 'rate', '1000000 Gbps'],
  ] as const) {
    const name = text.length > 40 ? `${text.slice(0, 20)}…` : text;
    test(name, () => assert.deepEqual(parseQuantity(text, dimension), { kind: 'too-much', most }));
  }
  test('3650 d may be meant', () => assert.equal(parseQuantity('3650 d', 'time').kind, 'value'));
});

describe('dates and times', () => {
  for (const [text, value] of [
    ['2026-12-18', '2026-12-18T23:59:59Z'],
    ['2024-02-29', '2024-02-29T23:59:59Z'],
    ['2026-12-05T20:00+01:00', '2026-12-05T20:00:00+01:00'],
    ['2026-12-05T20:00:30Z', '2026-12-05T20:00:30Z'],
  ] as const) {
    test(text, () => assert.deepEqual(parseInstant(text), { kind: 'value', value }));
  }

  for (const [text, why] of [
    ['2026-02-29', 'no-such-day'],
    ['2026-13-01', 'no-such-day'],
    ['2026-12-05T25:00Z', 'no-such-day'],
    ['2026-12-05T20:00', 'no-offset'],
    ['tomorrow', 'shape'],
    ['18.12.2026', 'shape'],
  ] as const) {
    test(`${text}: ${why}`, () => assert.deepEqual(parseInstant(text), { kind: 'wrong', why }));
  }
});

describe('what was meant', () => {
  const words = ['datastore:', 'datastores:', 'via:', 'os:', 'location:'];
  for (const [written, meant] of [
    ['datastroe:', 'datastore:'],
    ['Via:', 'via:'],
    ['so:', 'os:'],
    ['loc:', undefined],
    ['colour:', undefined],
  ] as const) {
    test(`${written} → ${meant ?? 'nothing near'}`, () => assert.equal(nearestWord(written, words), meant));
  }
});

test('lists are spoken', () => {
  assert.equal(spokenList([]), '');
  assert.equal(spokenList(['a']), 'a');
  assert.equal(spokenList(['a', 'b']), 'a or b');
  assert.equal(spokenList(['a', 'b', 'c'], 'and'), 'a, b and c');
});
