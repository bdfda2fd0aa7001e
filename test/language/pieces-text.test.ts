import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { differenceOf } from '../../language-server/src/pieces/changed-ranges.ts';
import { EditedText } from '../../language-server/src/pieces/edited-text.ts';
import { changesOf, type Step, steps } from './pieces/edits.ts';

const START = 'vm a {\r\n  os: linux\r}\n💥 \u2028 x\n\n'.repeat(40);
const LONG = START.repeat(40);

describe('a text with edits', () => {
  for (const [what, start] of Object.entries({
    'a short text': START,
    'a text of several chunks': LONG,
    nothing: '',
  })) {
    test(`${what} is the text that the protocol's own document would be`, () => {
      fc.assert(
        fc.property(steps(1, 5), (played) => {
          for (const { ours, theirs } of versions(start, played)) assertSameText(ours, theirs);
        }),
        { seed: 7, numRuns: 40 },
      );
    });
  }

  test('an older version stays as it was', () => {
    const first = EditedText.of('memory:///x', 'failback', 1, LONG);
    const second = first.edited([{ range: at(3, 0), text: 'new\n' }], 2);
    assert.equal(first.getText(), LONG);
    assert.equal(second.version, 2);
    assert.equal(second.lineCount, first.lineCount + 1);
  });

  test('what was edited since a version was read is told, and nothing that was not', () => {
    fc.assert(
      fc.property(steps(1, 5), (played) => {
        const read = EditedText.of('memory:///x', 'failback', 1, START);
        const now = versions(START, played, read).at(-1)?.ours ?? read;
        const old = read.getText();
        let from = 0;
        let rebuilt = '';
        for (const { oldStart, oldEnd, newStart, newEnd } of now.changesSince(read)) {
          assert.ok(oldStart >= from, 'changes are told in the order of the text and apart from one another');
          rebuilt += old.slice(from, oldStart);
          assert.equal(rebuilt.length, newStart);
          rebuilt += now.slice(newStart, newEnd);
          from = oldEnd;
        }
        assert.equal(rebuilt + old.slice(from), now.getText());
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  test('once it is read, the next version tells only what came since', () => {
    const first = EditedText.of('memory:///x', 'failback', 1, START);
    const second = first.edited([{ range: at(0, 0), text: 'a' }], 2);
    second.wasRead();
    const third = second.edited([{ range: at(1, 0), text: 'bc' }], 3);
    assert.deepEqual(third.changesSince(second), [{ oldStart: 9, oldEnd: 9, newStart: 9, newEnd: 11 }]);
  });

  test('more changes than are worth telling apart are told as one', () => {
    const first = EditedText.of('memory:///x', 'failback', 1, LONG);
    const lines = Array.from({ length: 300 }, (_, line) => ({ range: at(line * 2, 0), text: 'x' }));
    assert.ok(first.edited(lines, 2).changesSince(first).length < lines.length);
  });

  test('a text that comes whole differs from its first to its last change', () => {
    assert.deepEqual(differenceOf('one two three', 'one 2 three'), [
      { oldStart: 4, oldEnd: 7, newStart: 4, newEnd: 5 },
    ]);
    assert.deepEqual(differenceOf('aaa', 'aaaa'), [{ oldStart: 3, oldEnd: 3, newStart: 3, newEnd: 4 }]);
    assert.deepEqual(differenceOf('same', 'same'), []);
  });
});

function at(line: number, character: number) {
  return { start: { line, character }, end: { line, character } };
}

function versions(
  start: string,
  played: readonly Step[],
  first?: EditedText,
): { ours: EditedText; theirs: TextDocument }[] {
  let ours = first ?? EditedText.of('memory:///x', 'failback', 1, start);
  let text = start;
  return played.map(({ edits }, index) => {
    const changes = changesOf(text, edits);
    ours = ours.edited(changes, index + 2);
    const theirs = TextDocument.create('memory:///x', 'failback', 1, text);
    TextDocument.update(theirs, changes, index + 2);
    text = theirs.getText();
    return { ours, theirs };
  });
}

function assertSameText(ours: EditedText, theirs: TextDocument): void {
  const text = theirs.getText();
  assert.equal(ours.getText(), text);
  assert.equal(ours.lineCount, theirs.lineCount);
  assert.equal(ours.version, theirs.version);
  for (let offset = -1; offset <= text.length + 1; offset += 1 + Math.floor(text.length / 500)) {
    assert.deepEqual(ours.positionAt(offset), theirs.positionAt(offset));
    assert.equal(ours.slice(Math.max(0, offset), offset + 5), text.slice(Math.max(0, offset), offset + 5));
  }
  for (let line = -1; line <= theirs.lineCount; line += 1 + Math.floor(theirs.lineCount / 200)) {
    for (const character of [-1, 0, 1, 5, 99]) {
      assert.equal(ours.offsetAt({ line, character }), theirs.offsetAt({ line, character }), `${line}:${character}`);
    }
    const range = { start: { line, character: 1 }, end: { line: line + 1, character: 2 } };
    assert.equal(ours.getText(range), theirs.getText(range));
    assert.deepEqual(ours.getLineRange(line), theirs.getLineRange(line));
    assert.equal(ours.getEOLCharacters(line), theirs.getEOLCharacters(line));
  }
}
