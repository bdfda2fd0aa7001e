import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { failureCodes, warningCodes } from '../../simulator/estate/job-failures.ts';
import { parseFault } from '../../simulator/faults.ts';
import { defaultKnobs } from '../../simulator/knobs.ts';

const page = readFileSync(new URL('../../simulator/BEHAVIOUR.md', import.meta.url), 'utf8');

/** Rows of the table under a heading, cell by cell. */
function table(heading: string): readonly (readonly string[])[] {
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .slice(1, -1)
        .split(' | ')
        .map((cell) => cell.trim()),
    );
}

test('the page tells every knob, with its default and a tag', () => {
  const told = table('Knobs').map(([name, value, tag]) => [name?.replaceAll('`', ''), value, tag]);
  assert.deepEqual(
    told.map(([name, value]) => [name, value]),
    Object.entries(defaultKnobs).map(([name, value]) => [name, JSON.stringify(value)]),
  );
  for (const [name, , tag] of told) assert.match(tag ?? '', /^(recorded|documented|assumed)$/, name);
});

test('every fault that the page tells can be written, and every code is told', () => {
  const kinds = table('Faults').flatMap(([cell = '']) => {
    const operation = / on /.test(cell) ? 'commit' : 'items';
    return [...cell.matchAll(/`([^`]+)`/g)].map(([, kind = '']) =>
      kind.includes('@') ? `${kind}/a` : `${kind.replace('SECONDS', '5')}@${operation}/a`,
    );
  });
  assert.ok(kinds.length > 20);
  for (const kind of kinds) assert.doesNotThrow(() => parseFault(kind), kind);
  for (const code of [...failureCodes, ...warningCodes]) assert.ok(kinds.includes(`${code}@commit/a`), code);
});
