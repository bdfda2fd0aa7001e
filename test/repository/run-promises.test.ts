import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const docs = join(import.meta.dirname, '../../docs');

/** Rows of tables, without their heads, as cells. */
function rowsOf(page: string): readonly (readonly string[])[] {
  return page
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| promise |'))
    .map((line) => line.split('|').slice(1, -1));
}

/** Why a row proves nothing; undefined where it names what is there. */
function whyVoid(cells: readonly string[]): string | undefined {
  const [promise = '', proof = '', asserted = ''] = cells;
  if (cells.length !== 3 || promise.trim() === '' || asserted.trim() === '') return 'it wants three cells';
  const targets = [...proof.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target ?? '');
  if (!targets.some((target) => /^\.\.\/(test|bench)\/.*\.ts$/.test(target))) return 'it links to no test and no bench';
  const gone = targets.filter((target) => !existsSync(join(docs, target)));
  if (gone.length > 0) return `${gone.join(' and ')} is not there`;
  const missing = [...proof.matchAll(/\(`([^)]+)`\)/g)]
    .flatMap(([, names]) => (names ?? '').split('`, `'))
    .filter((name) => !existsSync(join(docs, '../test/run/cases', `${name}.txt`)));
  return missing.length > 0 ? `there is no case '${missing.join("' and '")}'` : undefined;
}

test('each promise of a run names a test or a bench that is there', () => {
  const rows = rowsOf(readFileSync(join(docs, 'run-promises.md'), 'utf8'));
  assert.ok(rows.length > 60, `only ${rows.length} rows were read`);
  assert.deepEqual(
    rows.flatMap((cells) => {
      const why = whyVoid(cells);
      return why === undefined ? [] : [`${cells[0]?.trim()}: ${why}`];
    }),
    [],
  );
});

test('a row that proves nothing would be seen', () => {
  const why = (row: string) => rowsOf(row).map(whyVoid);
  assert.deepEqual(why('| a | [b](../test/gone.test.ts) | c |'), ['../test/gone.test.ts is not there']);
  assert.deepEqual(why('| a | [b](runs.md) | c |'), ['it links to no test and no bench']);
  assert.deepEqual(why('| a | [b](../test/run/cases.test.ts) (`undo`, `gone`) | c |'), ["there is no case 'gone'"]);
  assert.deepEqual(why('| a | [b](../test/run/cases.test.ts) | |'), ['it wants three cells']);
  assert.deepEqual(why('| a | [b](../test/run/cases.test.ts) (`undo`) | c |'), [undefined]);
});
