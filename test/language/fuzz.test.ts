import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { formatText } from '../../language-server/src/format/format-text.ts';
import { fixtureFiles } from '../support/fixture-files.ts';
import { loadText } from '../support/load-texts.ts';

const TEXTS = fixtureFiles(import.meta.url, 'lowering', '.failback').map(({ text }) => text);

/** What people and programs put into a text. */
const INSERTED = fc.oneof(
  fc.constantFrom(
    '{',
    '}',
    '"',
    ',',
    ':',
    '\n',
    '//',
    '///',
    ' ',
    '\t',
    '\r\n',
    '§',
    '\u0000',
    '💥',
    '\ufeff',
    '-',
    '.',
    '/*',
    '\\',
  ),
  fc.constantFrom(
    'vm ',
    'vms x {',
    'wave w {',
    'runbook',
    'defaults vm {',
    'import "./a"',
    'nic {',
    'before failover {',
    'known {',
    'approve "x" {',
    'by all:',
  ),
  fc.constantFrom('os: ', 'machines: a, ', 'datastore:', 'xyz: 1', '24h', '2026-12-18', '4 h', '10.0.0.1', '"text"'),
  fc.string({ maxLength: 12 }),
);

const EDIT = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), remove: fc.nat(40), insert: INSERTED });

/** Texts that would make a careless parser recurse or look back for ever. */
const EXTREMES: Readonly<Record<string, string>> = {
  'braces that open': '{'.repeat(20_000),
  'braces that close': '}'.repeat(20_000),
  'blocks in blocks': `vm a { ${'x { '.repeat(5000)}${'}'.repeat(5000)} }`,
  'blocks in blocks that never end': `vm a ${'{ nic '.repeat(5000)}`,
  'blocks that never end': 'vm a { os: linux\n'.repeat(1000),
  'the same block': 'vm a {}\n'.repeat(1000),
  'a list without end': `wave w { machines: ${'a, '.repeat(10_000)}}`,
  'words outside of blocks': 'x y\n'.repeat(10_000),
  'one long word': 'a'.repeat(200_000),
  quotes: '"'.repeat(10_001),
};

describe('extremes', () => {
  for (const [what, text] of Object.entries(EXTREMES)) {
    test(`${what} are read and formatted, and told`, async () => {
      const { problems } = await loadText(text);
      assert.ok(problems.length > 0);
      assert.equal(formatText(formatText(text)), formatText(text));
    });
  }
});

describe('whatever is typed', () => {
  test('nothing throws or hangs, and formatting twice is formatting once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...TEXTS),
        fc.array(EDIT, { minLength: 1, maxLength: 12 }),
        async (text, edits) => {
          let edited = text;
          for (const { at, remove, insert } of edits) {
            const offset = Math.floor(at * edited.length);
            edited = edited.slice(0, offset) + insert + edited.slice(offset + remove);
          }
          const { problems } = await loadText(edited);
          for (const problem of problems) {
            assert.ok(problem.message.length > 0);
            const lines = edited.split(/\r\n|\n|\r/);
            assert.ok(
              problem.at.start.line < lines.length && problem.at.end.line < lines.length,
              `${problem.code} is told outside of the text`,
            );
          }
          const formatted = formatText(edited);
          assert.equal(formatText(formatted), formatted);
        },
      ),
      { numRuns: 400 },
    );
  });
});
