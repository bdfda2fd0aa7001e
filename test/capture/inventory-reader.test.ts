import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { EmptyFileSystem, URI } from 'langium';
import { type Inventory, inventorySchema } from '../../core/inventory/inventory.ts';
import { InventoryReader } from '../../core/inventory/inventory-reader.ts';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { writeInventory } from '../../core/inventory/write-inventory.ts';
import { createCoreServices } from '../../language-server/src/failback-module.ts';
import { Inventories } from '../../language-server/src/workspace/inventories.ts';

const path = join(import.meta.dirname, '../../examples/contoso-erp/contoso-erp.inventory.json');
const example = parseInventory(readFileSync(path, 'utf8'), path);
const TEXT = writeInventory(estateOf(40));

/** The example's machines so many times, each with names of its own. */
function estateOf(times: number): Inventory {
  const rows = <T extends { readonly name: string }>(all: readonly T[] | undefined): T[] =>
    Array.from({ length: times }, (_, at) =>
      (all ?? []).map((one) => ({ ...one, name: `${one.name}-${at} } ] é😀` })),
    ).flat();
  return { ...example, items: rows(example.items), azureVms: rows(example.azureVms) };
}

/** Pushed in parts of so many characters. */
function readInParts(text: string, ...lengths: readonly number[]): Inventory | undefined {
  const reader = new InventoryReader();
  for (let start = 0, part = 0; start < text.length; part += 1) {
    const length = Math.max(1, lengths[part % lengths.length] ?? 1);
    if (!reader.push(text.slice(start, start + length))) return undefined;
    start += length;
  }
  return reader.end('parts');
}

function assertSame(read: Inventory | undefined, text: string): void {
  const whole = parseInventory(text, 'parts');
  assert.deepStrictEqual(read, whole);
  assert.deepEqual(Object.keys(read ?? {}), Object.keys(whole));
}

describe('an inventory that is read in parts', () => {
  test('is what it is as a whole, wherever its parts end', () => {
    assertSame(readInParts(TEXT, 100_000), TEXT);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 300, max: 60_000 }), { minLength: 1, maxLength: 8 }), (lengths) =>
        assertSame(readInParts(TEXT, ...lengths), TEXT),
      ),
      { numRuns: 15 },
    );
    const small = writeInventory({ ...estateOf(1), siteMachines: [] });
    assertSame(readInParts(small, 1, 2, 3), small);
  });

  test('lets go of its text as it goes: equal texts of neighbours are one', () => {
    const [one, other] = readInParts(TEXT, 5000)?.items ?? [];
    assert.ok(one !== undefined && other !== undefined && one.policyId === other.policyId);
  });

  test('keeps the moments that entries tell of their own', () => {
    const own = TEXT.replace(/("azureVms": \[\n {4}\{)/, '$1\n      "seenAt": "2020-01-01T00:00:00Z",');
    assert.equal(readInParts(own, 4000)?.azureVms?.[0]?.seenAt, '2020-01-01T00:00:00Z');
    assertSame(readInParts(own, 4000), own);
  });

  const laidOut: Readonly<Record<string, (text: string) => string>> = {
    'in one line': (text) => JSON.stringify(JSON.parse(text)),
    'with tabs': (text) => JSON.stringify(JSON.parse(text), undefined, '\t'),
    'with four spaces': (text) => JSON.stringify(JSON.parse(text), undefined, 4),
    'with CRLF': (text) => text.replaceAll('\n', '\r\n'),
    'with blank lines between entries': (text) => text.replaceAll('    },\n    {', '    },\n\n    {'),
    'with blanks at the ends of lines': (text) => text.replaceAll('},\n', '}, \n'),
    'without indentation inside entries': (text) => text.replaceAll(/\n {6,}/g, '\n    '),
    'without indentation but for lists': (text) => text.replaceAll(/\n +(?!"items|"azureVms|[{}\]])/g, '\n'),
    'with the moments last': (text) => {
      const { seenAt, ...others } = JSON.parse(text);
      return JSON.stringify({ ...others, seenAt }, undefined, 2);
    },
    'with a list within another thing': (text) =>
      text.replace('\n  "seenAt"', `\n  "more": {${listWithin(text)}\n  },\n  "seenAt"`),
    'with no more than a list in one line': (text) => `${text.slice(0, text.indexOf('\n    },\n    {'))}\n    }]}`,
    'with a list twice': (text) => text.replace('\n  "items": [', `${listWithin(text)},\n  "items": [`),
  };
  const listWithin = (text: string): string => /\n {2}"policies": \[[\s\S]*?\n {2}\]/.exec(text)?.[0] ?? '';
  for (const [how, lay] of Object.entries(laidOut))
    test(`is the same or is left to whoever reads it as a whole, laid out ${how}`, () => {
      const text = lay(TEXT);
      assert.notEqual(text, TEXT);
      for (const length of [7000, 100_000]) {
        const read = readInParts(text, length);
        if (read !== undefined) assertSame(read, text);
      }
    });

  const broken: Readonly<Record<string, (text: string) => string>> = {
    'an entry is not complete': (text) => text.replace('"friendlyName"', '"friendly"'),
    'an entry is no entry': (text) => text.replace('    },\n    {', '    },\n    7,\n    {'),
    'it ends early': (text) => text.slice(0, text.length >> 1),
    'something follows': (text) => `${text}7`,
    'a comma is missing': (text) => text.replaceAll('    },\n    {', '    }\n    {'),
    'its version is another': (text) => text.replace('"version": 1', '"version": 2'),
    'a moment is none': (text) => text.replace(/"items": "20/, '"items": "x20'),
  };
  for (const [what, breakIt] of Object.entries(broken))
    test(`is left to whoever can say what is wrong: ${what}`, () => {
      const text = breakIt(TEXT);
      assert.notEqual(text, TEXT);
      assert.throws(() => parseInventory(text, 'whole'));
      for (const length of [7000, 100_000]) assert.equal(readInParts(text, length), undefined);
    });

  test('has every list of the schema among those that it cuts', () => {
    const lists = Object.keys(inventorySchema.shape).filter((name) => Array.isArray(example[name as keyof Inventory]));
    assert.ok(lists.length > 10);
    // What is cut is not in the skeleton, so a fault in it does not reach the whole.
    for (const name of lists) {
      const text = TEXT.replace(new RegExp(`(\\n {2}"${name}": \\[\\n {4}\\{)`), '$1 broken');
      if (text === TEXT) continue;
      const reader = new InventoryReader();
      assert.equal(reader.push(text), false, name);
    }
  });
});

describe('a large inventory in the editor', () => {
  const LARGE = `${TEXT}${' '.repeat(1_000_000)}`;
  const uri = URI.parse('file:///estate/large.inventory.json');
  const inventoriesOf = (files: object): Inventories => {
    const { shared } = createCoreServices({
      fileSystemProvider: () => ({ ...EmptyFileSystem.fileSystemProvider(), ...files }) as never,
    });
    return new Inventories(shared);
  };
  async function* partsOf(text: string, length: number): AsyncIterable<string> {
    for (let start = 0; start < text.length; start += length) yield text.slice(start, start + length);
  }

  test('is told of before it is read, and is never held as a whole where files come in parts', async () => {
    const files = {
      sizeOf: async () => LARGE.length,
      partsOf: (_: URI, length: number) => partsOf(LARGE, length),
      readFile: async () => assert.fail('nobody needs all of it'),
    };
    const inventories = inventoriesOf(files);
    assert.deepEqual(await inventories.unlessLarge(uri, 'x'), { kind: 'being-read' });
    const read = await inventories.at(uri, 'x');
    assert.ok(read.kind === 'read');
    assertSame(read.inventory, LARGE);
  });

  test('is told of before it is understood where files come as a whole, and others have their turn', async () => {
    const inventories = inventoriesOf({ readFile: async () => LARGE });
    let turns = 0;
    const others = setInterval(() => {
      turns += 1;
    });
    assert.deepEqual(await inventories.unlessLarge(uri, 'x'), { kind: 'being-read' });
    const read = await inventories.at(uri, 'x');
    clearInterval(others);
    assert.ok(read.kind === 'read' && turns > 0);
    assertSame(read.inventory, LARGE);
  });

  test('says what is wrong with it as a small one does', async () => {
    const text = LARGE.replace('"friendlyName"', '"friendly"');
    const asWhole = await inventoriesOf({ readFile: async () => text }).at(uri, 'x');
    const inParts = await inventoriesOf({
      sizeOf: async () => text.length,
      partsOf: (_: URI, length: number) => partsOf(text, length),
      readFile: async () => text,
    }).at(uri, 'x');
    const small = await inventoriesOf({ readFile: async () => text.trimEnd() }).at(uri, 'x');
    for (const read of [asWhole, inParts, small])
      assert.match(read.kind === 'unreadable' ? read.error.message : '', /items\.0\.friendlyName/);
  });

  test('is missed as a small one is', async () => {
    const gone = () => Promise.reject(new Error('ENOENT'));
    const read = await inventoriesOf({ sizeOf: gone, partsOf: gone, readFile: gone }).at(uri, 'x');
    assert.equal(read.kind === 'unreadable' && read.error.code, 'inventory-missing');
  });
});
