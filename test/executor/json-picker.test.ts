import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReplicationProtectedItem } from '@azure/arm-recoveryservices-siterecovery';
import { JsonPicker, type Wanted } from '../../executor/azure/json-picker.ts';
import { ITEM_ROW, itemFacts } from '../../executor/azure/read-item.ts';
import { Chance } from '../fuzz/random.ts';
import { recordedClassicReprotect } from '../support/classic-recording.ts';
import { recordedWayHome } from '../support/recordings.ts';

const pick = (wanted: Wanted, text: string) => new JsonPicker(wanted).pick(Buffer.from(text));

/** What a picker must find, by the plain way. */
function wantedOf(value: unknown, wanted: Wanted): unknown {
  if (Array.isArray(value)) return value.map((entry) => wantedOf(entry, wanted));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, below]) => {
      const want = wanted[key];
      if (want === undefined) return [];
      return [[key, want === true ? below : wantedOf(below, want)]];
    }),
  );
}

test('it takes what is wanted, of each entry of a list too, and passes over the rest', () => {
  const text =
    '{"a": {"b": 1, "c": [1, {"d": "}]"}]}, "list": [{"b": "x", "no": 1}, 7, null], "b": true, "z": {"b": 2}}';
  assert.deepEqual(pick({ a: { c: true }, list: { b: true }, b: true }, text), {
    a: { c: [1, { d: '}]' }] },
    list: [{ b: 'x' }, 7, null],
    b: true,
  });
});

test('a value that is no object is told as it is, though parts of it are wanted', () => {
  assert.deepEqual(pick({ a: { b: true } }, '{"a":null}'), { a: null });
  assert.deepEqual(pick({ a: { b: true } }, '{"a":"b"}'), { a: 'b' });
  assert.equal(pick({ a: true }, 'null'), null);
});

test('of a key that comes twice the later counts, as everywhere', () => {
  assert.deepEqual(pick({ a: true }, '{"a":1,"a":2}'), JSON.parse('{"a":1,"a":2}'));
});

test('texts with escapes and without, with signs of every length', () => {
  const value = { a: 'plain', b: 'with "quotes" and \\ and \n', c: 'Zürich – 東京 🚀', d: '', e: '\\' };
  assert.deepEqual(pick({ a: true, b: true, c: true, d: true, e: true }, JSON.stringify(value)), value);
  assert.deepEqual(pick({ z: true }, `{"a":${JSON.stringify(value)},"z":"\\u00fc"}`), { z: 'ü' });
});

for (const broken of [
  '',
  '{',
  '{"a"',
  '{"a":',
  '{"a":1',
  '{"a":1,',
  '{"a" 1}',
  '{a:1}',
  '[1',
  '{"a":"x',
  '{"a":1}}',
  '{"b":{"c":1}',
  '{"b":,"a":1}',
  '{"a":tru}',
  '{"b":]}',
])
  test(`what is cut off or no JSON is no answer: ${broken}`, () => {
    assert.throws(() => pick({ a: true }, broken), SyntaxError);
  });

const KEYS = ['a', 'b', 'id', 'properties', 'ü', 'a"b'];

function anyValue(next: () => number, depth: number): unknown {
  const one = Math.floor(next() * (depth > 3 ? 6 : 8));
  const many = Math.floor(next() * 4);
  switch (one) {
    case 0:
      return null;
    case 1:
      return next() < 0.5;
    case 2:
      return Math.round(next() * 1e6) / (next() < 0.5 ? 1 : 1000);
    case 3:
      return -Math.floor(next() * 100);
    case 4:
      return ['', 'x', '{"a":1}', 'a\\', '"', '\u0007', 'ä', '[', '😀 and more', 'plain text of some length'][
        Math.floor(next() * 10)
      ];
    case 5:
      return 1e21 * next();
    case 6:
      return Array.from({ length: many }, () => anyValue(next, depth + 1));
    default:
      return Object.fromEntries(
        Array.from({ length: many + 1 }, () => [
          KEYS[Math.floor(next() * KEYS.length)] ?? '',
          anyValue(next, depth + 1),
        ]),
      );
  }
}

function anyWanted(next: () => number, depth: number): Wanted {
  return Object.fromEntries(
    KEYS.flatMap((key) => {
      const fate = next();
      if (fate < 0.4) return [];
      return [[key, fate < 0.7 || depth > 2 ? (true as const) : anyWanted(next, depth + 1)]];
    }),
  );
}

test('of two thousand values it takes what reading all of it and leaving out the rest takes', () => {
  const chance = new Chance(20261123);
  const next = () => chance.below(1e6) / 1e6;
  for (let round = 0; round < 2000; round += 1) {
    const value = anyValue(next, 0);
    const wanted = anyWanted(next, 0);
    const text = JSON.stringify(value, undefined, round % 3 === 0 ? 2 : 0);
    assert.deepEqual(pick(wanted, text), wantedOf(JSON.parse(text), wanted), text);
  }
});

test('read beside what was picked before, it takes what it takes alone, and gives the same value for the same text', () => {
  const chance = new Chance(20261124);
  const next = () => chance.below(1e6) / 1e6;
  let [kept, fresh] = [0, 0];
  for (let round = 0; round < 3000; round += 1) {
    const wanted = anyWanted(next, 0);
    const picker = new JsonPicker(wanted);
    const value = anyValue(next, 0);
    const later = changedSomewhere(value, next, 0);
    const [text, laterText] = [JSON.stringify(value), JSON.stringify(later)];
    const before = picker.pick(Buffer.from(text));
    const beside = picker.pick(Buffer.from(laterText), before);
    assert.deepEqual(beside, wantedOf(JSON.parse(laterText), wanted), `${laterText} after ${text}`);
    assert.deepEqual(before, wantedOf(JSON.parse(text), wanted), 'what was picked before is left as it was');
    const again = picker.pick(Buffer.from(laterText), beside);
    // An object that is wanted whole is read anew each time.
    if (laterText.indexOf('{') === laterText.lastIndexOf('{')) assert.equal(again, beside);
    if (beside === before) kept += 1;
    else fresh += 1;
  }
  assert.ok(kept > 300 && fresh > 300, `${kept} stayed, ${fresh} changed`);
});

/** Texts that other bytes could be taken for, were they compared without looking. */
for (const [before, text] of [
  ['",', '{"a":"","b":1}'],
  ['\\\\', '{"a":"\\\\"}'],
  ['\u00c3\u0083', '{"a":"\u00c3"}'],
  ['abc', '{"a":"abcd"}'],
  ['abcd', '{"a":"abc"}'],
  [12, '{"a":"12"}'],
  ['12', '{"a":12}'],
  [[], '{"a":{}}'],
  [{}, '{"a":[]}'],
  [{ b: undefined }, '{"a":{}}'],
] as const)
  test(`${text} is read as it is beside ${JSON.stringify(before)}`, () => {
    for (const below of [true, { b: true }] as const) {
      const picked = new JsonPicker({ a: below }).pick(Buffer.from(text), { a: before });
      assert.deepEqual(picked, { a: below === true ? JSON.parse(text).a : wantedOf(JSON.parse(text).a, below) });
    }
  });

function changedSomewhere(value: unknown, next: () => number, depth: number): unknown {
  if (next() < 0.08) return anyValue(next, depth);
  if (Array.isArray(value)) {
    const entries = value.map((entry) => changedSomewhere(entry, next, depth + 1));
    return next() < 0.1 ? entries.slice(1) : entries;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, below]) => [key, changedSomewhere(below, next, depth + 1)]);
  return Object.fromEntries(next() < 0.1 ? entries.reverse().slice(1) : entries);
}

/** Rows that a service told, with every key that was asked for noted. */
function watched<T extends object>(row: T, wanted: Wanted | true | undefined, path: string, strays: Set<string>): T {
  return new Proxy(row, {
    get(target, key, receiver) {
      const value: unknown = Reflect.get(target, key, receiver);
      if (typeof key === 'symbol' || Array.isArray(target)) {
        return typeof value === 'object' && value !== null ? watched(value, wanted, path, strays) : value;
      }
      const below = wanted === true ? true : wanted?.[key];
      if (below === undefined) strays.add(`${path}.${key}`);
      return typeof value === 'object' && value !== null ? watched(value, below, `${path}.${key}`, strays) : value;
    },
  });
}

test('a run reads nothing of a row but what is picked of it, in any recorded row', (t) => {
  const exchanges = [...(recordedWayHome() ?? []), ...(recordedClassicReprotect() ?? [])];
  if (exchanges.length === 0) return t.skip('The recordings are not beside this checkout.');
  const rows = exchanges.flatMap(({ body }) => rowsIn(body));
  assert.ok(rows.length > 5, `only ${rows.length} rows were found`);
  const strays = new Set<string>();
  const seenAt = '2026-11-23T09:00:00.000Z';
  for (const row of rows) {
    itemFacts(watched(row, ITEM_ROW, 'row', strays), seenAt);
    const picked = pick(ITEM_ROW, JSON.stringify(row)) as ReplicationProtectedItem;
    assert.deepEqual(itemFacts(picked, seenAt), itemFacts(row, seenAt));
  }
  assert.deepEqual([...strays], []);
});

function rowsIn(value: unknown): ReplicationProtectedItem[] {
  if (typeof value !== 'object' || value === null) return [];
  const item = value as {
    readonly properties?: { readonly protectionState?: unknown; readonly providerSpecificDetails?: unknown };
  };
  if (item.properties?.protectionState !== undefined && item.properties.providerSpecificDetails)
    return [item as ReplicationProtectedItem];
  return Object.values(value).flatMap(rowsIn);
}
