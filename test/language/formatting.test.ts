import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { formatText } from '../../language-server/src/format/format-text.ts';
import { assertGolden } from '../support/assert-golden.ts';
import { fixtureFiles } from '../support/fixture-files.ts';
import { loadText } from '../support/load-texts.ts';
import { printRunbook } from '../support/print-runbook.ts';

const LOWERING = fixtureFiles(import.meta.url, 'lowering', '.failback');

describe('formatting', () => {
  for (const { name, path, text } of fixtureFiles(import.meta.url, 'formatting', '.in.failback')) {
    test(name, () => assertGolden(formatText(text), path.replace('.in.failback', '.out.failback')));
    test(`${name}: twice is once`, () => assert.equal(formatText(formatText(text)), formatText(text)));
  }

  test('the examples are formatted', () => {
    const examples = new URL('../../examples/', import.meta.url);
    const files = readdirSync(examples, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.failback'),
    );
    assert.ok(files.length >= 2);
    for (const file of files) {
      const text = readFileSync(new URL(file, examples), 'utf8');
      assert.equal(formatText(text), text, `${file} is not formatted`);
    }
  });

  test('keeps the line endings of the file', () => {
    assert.equal(formatText('vm a {\r\nos: linux }\r\n'), 'vm a {\r\n  os: linux\r\n}\r\n');
  });

  test('however a text is laid out, formatting changes neither its meaning nor its comments, and twice is once', async () => {
    const source = fc.constantFrom(...LOWERING.map(({ text }) => text));
    await fc.assert(
      fc.asyncProperty(source, fc.infiniteStream(fc.nat(5)), async (text, choices) => {
        const messy = laidOutAnew(text, choices);
        const formatted = formatText(messy);
        assert.equal(formatText(formatted), formatted);
        assert.deepEqual(commentsIn(formatted), commentsIn(messy));
        const [before, after] = await Promise.all([loadText(messy), loadText(formatted)]);
        assert.equal(printRunbook(after.runbook), printRunbook(before.runbook));
      }),
      { numRuns: 60 },
    );
  });
});

/** Changes white space where it means nothing: between settings, around braces, within lines. */
function laidOutAnew(text: string, choices: Iterator<number>): string {
  const pick = (): number => choices.next().value as number;
  const spaces = [' ', '  ', '\t', '\n', '\n\n', ' \n  '];
  return text
    .split('\n')
    .map((line) => {
      const comment =
        /\/\/.*$/.exec(line.replace(/"[^"]*"/g, (quoted) => '_'.repeat(quoted.length)))?.index ?? line.length;
      const code = line.slice(0, comment).replace(/ {2,}|(?<=\{) | (?=\})/g, () => spaces[pick()] ?? ' ');
      return `${' '.repeat(pick())}${code}${line.slice(comment)}`;
    })
    .join('\n')
    .replace(/^[ \t]*(?=\/\/\/)/gm, '');
}

function commentsIn(text: string): string[] {
  return (text.match(/(?<=^|\s)\/\/.*$/gm) ?? []).map((comment) => comment.trimEnd());
}
