import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { languageOutline } from '../../language-server/src/vocabulary/outline.ts';
import { assertGolden } from '../support/assert-golden.ts';
import { loadHighlighter } from '../support/scopes.ts';

const folder = new URL('highlighting/', import.meta.url);
const highlight = await loadHighlighter('source.failback');

describe('colours without a language server', () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.failback'))) {
    test(`${file} has the scopes that are drawn under it`, () => {
      const text = readFileSync(new URL(file, folder), 'utf8');
      assertGolden(highlight(text), new URL(file.replace(/\.failback$/, '.scopes'), folder).pathname);
    });
  }

  for (const { word, header } of languageOutline().values()) {
    test(`'${word}' is a keyword where it begins a block, and none where it is a name`, () => {
      const name = { name: ' it', title: ' "it"', stage: ' failover', nothing: word === 'defaults' ? ' vm' : '' }[
        header
      ];
      assert.match(scopeOf(`${word}${name} { }`, word), /^keyword\./);
      assert.doesNotMatch(scopeOf(`  machines: x, ${word}`, word), /^keyword\./);
    });
  }

  test('a quote that is never closed costs its line only', () => {
    const drawn = highlight('vault v { name: "half }\nvm a { }');
    assert.match(drawn, /\|vm a \{ \}\n\|\^\^ keyword/);
  });

  test('no line takes long, whatever stands in it', () => {
    for (const line of ['"'.repeat(20_000), 'a-'.repeat(20_000), '{'.repeat(20_000), 'vm '.repeat(10_000)])
      assert.ok(highlight(line).length > 0);
  });
});

/** The innermost scope of the last place where a word stands. */
function scopeOf(line: string, word: string): string {
  const at = line.lastIndexOf(word);
  const carets = highlight(line)
    .split('\n')
    .find((drawn) => drawn.slice(1).search(/\^/) === at && drawn.slice(1, at + 1).trim() === '');
  return carets?.slice(1).trim().split(' ').at(-1) ?? '';
}
