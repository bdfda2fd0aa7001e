import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { BLOCK_STARTS } from '../../language-server/src/parser/token-kinds.ts';
import { beginsAnywhere, cutText, lengthOfHead } from '../../language-server/src/pieces/cut-text.ts';
import { GroupPiece } from '../../language-server/src/pieces/group-piece.ts';
import { piecesOf } from '../../language-server/src/pieces/piece.ts';
import { changesOf, FILES, type Step, steps } from './pieces/edits.ts';
import { EVERY_GROUP, GROUPS } from './pieces/long-groups.ts';
import { tokensOf, treeOf } from './pieces/picture.ts';
import { readByLangium, Workspace } from './pieces/workspace.ts';

const workspace = new Workspace();

/** Texts, their pieces apart from one another. `|` is where a piece ends. */
const CUTS: Readonly<Record<string, string>> = {
  'blocks on lines of their own': 'vm a {}\n|vm b {\n  os: linux\n}\n|wave w {}\n',
  'text before the first block': '\n  // told\n\n|vm a {}\n',
  'comments just above a block': 'vm a {}\n// of a\n\n|// of b\n/// of b\nvm b {}\n',
  'a comment behind a block': 'vm a {} // of a\n|vm b {}\n',
  'blocks that share a line': 'vm a {} vm b {}\n|vm c {}\n',
  'a block behind an import': 'import "x" vm a {}\n|import "y"\n|vm b {}\n',
  'a word that begins a block elsewhere': 'wave w { machines: vm\n  vm, host\n}\n|vm b {}\n',
  'a block that is never closed': 'vm a {\n  os: linux\n\n|vm b {}\n',
  'an indented block in one that is not closed': 'vm a {\n  |vm b {\n  }\n'.replace('  |', '|  '),
  'an indented word in one that is not closed': 'vms a {\n  vm b\n}\n|vm c {}\n',
  'a brace in a text': 'vm a { item: "}\n|vm b {}\n',
  'a brace in a comment': 'vm a { // }\n  os: linux }\n|vm b {}\n',
  'no braces': 'vm a\n  os: linux\n}\n|vm b {}\n',
  'keys at the beginning of a line': 'vm a {\n  host: x\nvcenter: y\n}\n|vm b {}\n',
  'words outside of any block': 'x y\n|vm b {}\nz\n|vm c {}\n',
  'line breaks of all sorts': 'vm a {}\r\n|vm b {}\r|vm c {}\n\r\n|vm d {}',
  'characters that mean nothing': '§ vm a {}\n|§ vm b {}\n',
};

describe('a text is cut', () => {
  for (const [what, marked] of Object.entries(CUTS)) {
    test(what, () => {
      const pieces = marked.split('|');
      const text = pieces.join('');
      const { starts } = cutText(text);
      assert.deepEqual(
        starts.map((start, index) => text.slice(start, starts[index + 1])),
        pieces,
      );
    });
  }

  test('where the outline of the whole text begins its blocks, whatever the text', () => {
    fc.assert(
      fc.property(steps(1, 4), (played) => {
        for (const text of textsOf(played)) {
          const begun = linesThatBeginBlocks(text);
          assert.deepEqual(headsOf(text, begun), begun, JSON.stringify(text));
        }
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  test('the head of a piece is its comments and the line that begins its block', () => {
    assert.equal(lengthOfHead('  // a\r\n/// b\n vm x {\n}\n'), '  // a\r\n/// b\n vm x {'.length);
    assert.equal(lengthOfHead('vm x {}'), 'vm x {}'.length);
  });

  test('a block begins a piece inside an unclosed one if it looks like a block', () => {
    assert.ok(beginsAnywhere('// told\nvm x\n}'));
    assert.ok(beginsAnywhere('  vm x {'));
    assert.ok(!beginsAnywhere('  vm x\n{'));
    assert.ok(!beginsAnywhere('vm'));
  });
});

describe('what is read in pieces is what Langium reads of the whole', () => {
  const inParts = new Workspace(EVERY_GROUP);
  for (const [what, read, start] of [
    ['pieces', workspace, FILES['a.failback']],
    ['pieces and parts of groups', inParts, GROUPS['a.failback']],
  ] as const)
    test(`wherever the text has no syntax error, and mostly where it has some: ${what}`, (context) => {
      const count = { whole: 0, broken: 0, same: 0, cut: 0 };
      fc.assert(
        fc.property(steps(1, 4), (played) => {
          for (const text of textsOf(played, start)) {
            const whole = readByLangium(text);
            const pieces = read.open({ x: text }).document('x');
            const { lexerErrors, parserErrors, lexerReport } = whole.parseResult;
            const problems = (lexerReport as unknown as { problems: readonly unknown[] }).problems;
            const isBroken = lexerErrors.length + parserErrors.length + problems.length > 0;
            const [ours, theirs] = [pieces, whole].map((one) =>
              JSON.stringify([treeOf(one.parseResult.value), tokensOf(one)]),
            );
            if (!isBroken) assert.equal(ours, theirs);
            count[isBroken ? 'broken' : 'whole']++;
            if (isBroken && ours === theirs) count.same++;
            if (piecesOf(pieces).some((piece) => piece instanceof GroupPiece)) count.cut++;
          }
        }),
        { seed: 5, numRuns: 300 },
      );
      assert.ok(count.whole > 50, `only ${count.whole} texts had no error`);
      if (read === inParts) assert.ok(count.cut > 300, `only ${count.cut} texts had a group that was cut`);
      context.diagnostic(
        `the same for all ${count.whole} texts without a syntax error, and for ${count.same} of ${count.broken} with some; ${count.cut} had groups that were cut`,
      );
    });
});

/** The texts after each step. */
function textsOf(played: readonly Step[], start = FILES['a.failback']): string[] {
  let text = start ?? '';
  return played.map(({ edits }) => {
    const document = TextDocument.create('memory:///x', 'failback', 1, text);
    TextDocument.update(document, changesOf(text, edits), 2);
    text = document.getText();
    return text;
  });
}

/** The lines on which pieces begin their blocks. The first piece may hold none. */
function headsOf(text: string, begun: readonly number[]): number[] {
  const heads = cutText(text).starts.map((start) => lineOf(text, start + lengthOfHead(text.slice(start))));
  return begun.includes(heads[0] ?? -1) ? heads : heads.slice(1);
}

/** The lines that begin blocks by the outline of the whole text: there a word keeps its meaning only where it begins one. */
function linesThatBeginBlocks(text: string): number[] {
  const lines = text.split(/\r\n?|\n/);
  const { tokens } = workspace.failback.parser.Lexer.tokenize(text);
  return tokens.flatMap(({ tokenType, startLine = 1, startColumn = 1 }, index) => {
    const isStart = BLOCK_STARTS.has(tokenType.name) && tokens[index - 1]?.image !== 'defaults';
    const isFirst = /^[^\w",{}]*$/.test(lines[startLine - 1]?.slice(0, startColumn - 1) ?? '');
    return isStart && isFirst ? [startLine - 1] : [];
  });
}

function lineOf(text: string, offset: number): number {
  return [...text.slice(0, offset).matchAll(/\r\n?|\n/g)].length;
}
