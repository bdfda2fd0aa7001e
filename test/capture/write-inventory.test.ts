import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { writeInventory } from '../../core/inventory/write-inventory.ts';

const path = join(import.meta.dirname, '../../examples/contoso-erp/contoso-erp.inventory.json');
const inventory = parseInventory(readFileSync(path, 'utf8'), path);

/** The same world told in another order: lists turned round, keys too. */
function turned<T>(value: T, kept: readonly string[] = []): T {
  if (Array.isArray(value)) return value.map((entry) => turned(entry)).toReversed() as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, entry]) => [key, kept.includes(key) ? entry : turned(entry, kept)]),
  ) as T;
}

test('what was written is read back as it was, and written again as it was', () => {
  const text = writeInventory(inventory);
  assert.equal(writeInventory(parseInventory(text, 'written')), text);
  assert.equal(parseInventory(text, 'written').items?.length, inventory.items?.length);
  assert.ok(text.endsWith('}\n'));
});

test('the order in which the world was told makes no difference', () => {
  const { fabrics, policies, mappings, locks, rights, storageAccounts, trafficProfiles, hosts, datastores } = inventory;
  const sections = { fabrics, policies, mappings, locks, storageAccounts, trafficProfiles, hosts, datastores };
  const part = Object.fromEntries(Object.entries(sections).filter(([, rows]) => rows !== undefined));
  const { schema, version, capturedAt, capturedBy } = inventory;
  const world = {
    schema,
    version,
    capturedAt,
    capturedBy,
    ...part,
    ...(rights === undefined ? {} : { rights: [] }),
  } as Inventory;
  assert.equal(writeInventory(turned(world)), writeInventory(world));
});

test('a later look at an unchanged world changes a line for each section, whatever the number of its entries', () => {
  const later = JSON.parse(
    JSON.stringify(inventory).replaceAll(inventory.capturedAt, '2026-11-24T09:00:00Z'),
  ) as Inventory;
  const [one, other] = [writeInventory(inventory).split('\n'), writeInventory(later).split('\n')];
  assert.equal(one.length, other.length);
  const changed = one.filter((line, index) => line !== other[index]);
  const sections = Object.keys(inventory).length;
  assert.ok(changed.length > 0 && changed.length < 3 * sections, `${changed.length} lines`);
});

test('an entry that was seen at another time than the others keeps its own', () => {
  const [first, ...rest] = inventory.items ?? [];
  assert.ok(first);
  const old = '2026-11-01T00:00:00Z';
  const read = parseInventory(writeInventory({ ...inventory, items: [{ ...first, seenAt: old }, ...rest] }), 'written');
  assert.deepEqual(
    read.items?.filter(({ seenAt }) => seenAt === old).map(({ friendlyName }) => friendlyName),
    [first.friendlyName],
  );
});

test('a section without entries was captured, one that is absent was not', () => {
  const { locks: _, ...without } = inventory;
  assert.equal(parseInventory(writeInventory(without as Inventory), 'written').locks, undefined);
  assert.deepEqual(parseInventory(writeInventory({ ...inventory, locks: [] }), 'written').locks, []);
});
