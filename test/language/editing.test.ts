import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { TEMPLATES } from '../../language-server/src/features/completion/templates.ts';
import { formatText } from '../../language-server/src/format/format-text.ts';
import { BLOCK_STARTS, PART_STARTS } from '../../language-server/src/parser/token-kinds.ts';
import { languageOutline } from '../../language-server/src/vocabulary/outline.ts';
import { loadText } from '../support/load-texts.ts';

interface Pattern {
  readonly match?: string;
  readonly patterns?: readonly Pattern[];
}

const textmate = json('syntaxes/failback.tmLanguage.json') as { repository: Record<string, Pattern> };
const configuration = json('language-configuration.json') as {
  wordPattern: string;
  indentationRules: Record<string, string>;
};

/** What a template cannot know: the names that the rest of a file declares. */
const LEFT_TO_THE_AUTHOR: ReadonlySet<string> = new Set(['unknown-name', 'missing-import']);

describe('templates', () => {
  for (const { label, body, place } of TEMPLATES) {
    test(`${label}: once filled in, it is right and formatted`, async () => {
      const filled = body.map(filledIn).join('\n').trimEnd();
      const text =
        place === 'part' ? `runbook r {\n  architecture: modernized\n${indented(filled)}\n}\n` : `${filled}\n`;
      const { problems } = await loadText(text);
      assert.deepEqual(
        problems.filter(({ code }) => !LEFT_TO_THE_AUTHOR.has(code)).map(({ message }) => message),
        [],
      );
      assert.equal(formatText(text), text);
    });
  }
});

describe('syntax colours', () => {
  const matches = Object.values(textmate.repository).flatMap((pattern) =>
    [pattern, ...(pattern.patterns ?? [])].flatMap(({ match }) => match ?? []),
  );

  test('every pattern is a regular expression', () => {
    for (const match of matches) assert.doesNotThrow(() => new RegExp(match), match);
  });

  test('the words are those of the grammar', () => {
    assert.deepEqual(wordsOf('blocks'), [...BLOCK_STARTS].sort());
    assert.deepEqual(wordsOf('parts'), [...PART_STARTS.keys()].sort());
    const choices = [...languageOutline().values()]
      .flatMap((block) => [...block.settings.values()])
      .flatMap(({ value }) => (value.kind === 'choice' ? value.words : []));
    assert.deepEqual(wordsOf('choices'), [...new Set([...choices, 'within', 'for', 'machines'])].sort());
  });

  function wordsOf(name: string): string[] {
    const group = /\(([a-z|-]+)\)/.exec(textmate.repository[name]?.match ?? '');
    return (group?.[1] ?? '').split('|').sort();
  }
});

describe('language configuration', () => {
  test('a word is a name of the language', () => {
    const word = new RegExp(`^${configuration.wordPattern}$`);
    for (const name of ['erp-db-01', '10.21.0.15', 'h', '4711']) assert.match(name, word);
    for (const other of ['erp-', '"x"', 'a b']) assert.doesNotMatch(other, word);
  });

  test('lines behind an open brace are indented', () => {
    const increase = new RegExp(configuration.indentationRules.increaseIndentPattern!);
    for (const line of ['vm a {', '  approve "x" {', 'vms g {  // a group']) assert.match(line, increase);
    for (const line of ['vm a {}', '// {', 'nic { port-group: "{" }']) assert.doesNotMatch(line, increase);
  });
});

function json(path: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));
}

/** Puts the proposed text into each place: `${1:name}`, `${1|one,two|}`, `$0`. */
function filledIn(line: string): string {
  return line.replace(
    /\$\{\d+:([^}]*)\}|\$\{\d+\|([^,|]*)[^}]*\}|\$\d/g,
    (_place, text?: string, choice?: string) => text ?? choice ?? '',
  );
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
