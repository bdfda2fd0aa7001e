import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CanonicalBytes } from '../../core/plan/canonical-bytes.ts';
import { Places } from '../../core/plan/places.ts';
import { planFor } from '../../core/plan/plan-for.ts';
import { readableBytes, readableDuration } from '../../core/plan/readable.ts';
import { shared } from '../../core/plan/replication-time.ts';
import { later } from '../../core/plan/window-steps.ts';
import { loadRunbook } from '../../language-server/src/load-runbook.ts';
import { inventoryFor } from './inventory-for.ts';
import { NOW, nothingFound } from './runbook-text.ts';

test('transfers that share a link end as the smaller ones leave it', () => {
  const bitsPerSecond = 8;
  assert.deepEqual(shared([10, 10], bitsPerSecond), [20, 20]);
  assert.deepEqual(shared([30, 10, 20], bitsPerSecond), [60, 30, 50]);
  assert.deepEqual(shared([0, 5], bitsPerSecond), [0, 5]);
  assert.deepEqual(shared([], bitsPerSecond), []);
});

test('a machine waits for those that hold the places it takes, and for no others', () => {
  const places = new Places(60);
  assert.deepEqual(places.take(40, 0), []);
  assert.deepEqual(places.take(20, 1), []);
  assert.deepEqual(places.take(10, 2), [0]);
  assert.deepEqual(places.take(35, 3), [0, 1]);
  assert.deepEqual(places.take(60, 4), [1, 2, 3]);
});

test('a window ends in the offset in which it began', () => {
  assert.equal(later('2026-12-05T20:00:00+01:00', 8 * 3600), '2026-12-06T04:00:00+01:00');
  assert.equal(later('2026-12-05T20:00-03:30', 3600), '2026-12-05T21:00:00-03:30');
  assert.equal(later('2026-12-31T23:30:00Z', 3600), '2027-01-01T00:30:00Z');
});

test('durations and sizes read as people say them', () => {
  const durations = [0, 45, 60, 5400, 86_400, 172_800, 187_200].map(readableDuration);
  assert.deepEqual(durations, ['0 s', '45 s', '1 min', '1 h 30 min', '24 h', '2 d', '2 d 4 h']);
  assert.deepEqual([0, 1536, 2 ** 30, 1.25 * 2 ** 40].map(readableBytes), ['0 B', '1.5 KiB', '1 GiB', '1.3 TiB']);
});

const bytesOf = (value: unknown) => {
  const chunks: number[] = [];
  const writer = new CanonicalBytes((chunk) => chunks.push(...chunk));
  writer.write(value);
  writer.end();
  return chunks.join();
};

test('equal values have equal bytes, others have others', () => {
  const long = 'a sentence that is longer than any that is written out each time';
  assert.equal(bytesOf({ a: 1, b: { c: null } }), bytesOf({ b: { c: undefined }, a: 1 }));
  assert.equal(bytesOf([long, long, { x: long }]), bytesOf([long, `${long}`, { x: long }]));
  const others = [
    [],
    [[]],
    ['a', 'b'],
    ['ab'],
    ['a', ['b']],
    'ä',
    'a',
    '',
    null,
    0,
    1,
    false,
    true,
    {},
    { a: 'b' },
    [long],
    [long, long],
    long,
    'é'.repeat(99),
  ];
  assert.equal(new Set(others.map(bytesOf)).size, others.length);
});

test('lists that repeat each other differ in their bytes where they differ', () => {
  // Few distinct strings, so that most of them stand where the same, or a neighbour in the same folder, stood before.
  const folder = '/subscriptions/5f0c2b7e-1d4a-4c55-9c0b-2a6f1c9d7e10/resourceGroups/rg-dr/items';
  const text = fc.constantFrom('', 'a', 'ab', folder, `${folder}/`, `${folder}/a`, `${folder}/b`, `${folder}x/a`);
  const rows = fc.array(fc.array(fc.oneof(text, fc.array(text, { maxLength: 2 })), { maxLength: 3 }), { maxLength: 4 });
  const valueWith = new Map<string, string>();
  const judge = (value: unknown) => {
    const bytes = bytesOf(value);
    assert.equal(bytesOf(structuredClone(value)), bytes);
    const written = JSON.stringify(value);
    assert.equal(valueWith.get(bytes) ?? written, written);
    valueWith.set(bytes, written);
  };
  fc.assert(fc.property(rows, judge), { seed: 4471, numRuns: 2000 });
});

test('a long text passes the buffer whole', () => {
  let size = 0;
  const writer = new CanonicalBytes((chunk) => {
    size += chunk.length;
  });
  writer.write('ß'.repeat(100_000));
  writer.end();
  assert.ok(size > 200_000);
});

test('waves that wait for each other are told, and planned in some order all the same', async () => {
  const uri = 'file:///circle.failback';
  const text = `
    vault dr { log-storage: "stlogs" }
    datastore ds { }
    appliance app-1 { }
    person lead { name: "Dana Vermeer" }
    runbook r { architecture: modernized  vault: dr
      before reprotect { approve "Go" { by: lead } }
      before commit { approve "Right" { by: lead } } }
    vm a { via: app-1  datastore: ds  disk "os" { } }
    vm b { via: app-1  datastore: ds  disk "os" { } }
    wave one { machines: a  after: two }
    wave two { machines: b  after: one }
  `;
  const { runbook } = await loadRunbook(uri, async () => text);
  assert.ok(runbook);
  const options = { now: NOW, part: 'whole', runbookFile: 'r', inventoryFile: 'i' } as const;
  const plan = planFor(runbook, inventoryFor(runbook), nothingFound, options);
  assert.deepEqual(plan.blockedBy, ["The waves 'one' and 'two' wait for each other. Remove one `after:`."]);
  assert.equal(plan.steps.filter(({ kind }) => kind === 'home').length, 2);
});

test('disks that other plans bring home through the appliance leave fewer places', async () => {
  const uri = 'file:///shared.failback';
  const text = `
    vault dr { log-storage: "stlogs" }
    datastore ds { }
    appliance app-1 { }
    runbook r { architecture: modernized  vault: dr }
    vm a { via: app-1  datastore: ds  disk "1" { } }
    vm b { via: app-1  datastore: ds  disk "1" { } }
    wave one { machines: a, b }
  `;
  const { runbook } = await loadRunbook(uri, async () => text);
  assert.ok(runbook);
  const inventory = inventoryFor(runbook);
  const [own] = inventory.items ?? [];
  assert.ok(own);
  const disks = Array.from({ length: 59 }, (_, at) => ({ id: `${at}`, name: `${at}`, isOs: false, capacityBytes: 1 }));
  inventory.items?.push({
    ...own,
    id: 'foreign',
    name: 'foreign',
    friendlyName: 'foreign',
    instanceType: 'InMageRcmFailback',
    reprotectAgentId: 'agent-of-app-1',
    disks,
  });
  const options = { now: NOW, part: 'whole', runbookFile: 'r', inventoryFile: 'i' } as const;
  const { steps } = planFor(runbook, inventory, nothingFound, options);
  assert.deepEqual(steps.find(({ id }) => id === 'one/b/reprotect')?.waitsFor, ['one/preflight', 'one/a/commit']);
});
