import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type File, isVmGroup } from '../../language-server/src/generated/ast.ts';
import { SEED } from '../support/seed.ts';
import { keystrokes, steps } from './pieces/edits.ts';
import { EVERY_GROUP, GROUPS } from './pieces/long-groups.ts';
import { pictureOf } from './pieces/picture.ts';
import { play } from './pieces/play.ts';
import { Workspace } from './pieces/workspace.ts';

describe('a text that is edited is read as if it were opened anew', () => {
  const edited = new Workspace();
  for (const seed of [1, 2, 3, SEED]) {
    test(`three files that import each other, whatever is done to them (seed ${seed})`, async () => {
      await fc.assert(
        fc.asyncProperty(steps(3), (played) => play(played, edited)),
        { seed, numRuns: 60, interruptAfterTimeLimit: 20_000 },
      );
    });
  }

  const inParts = new Workspace(EVERY_GROUP);
  const inPartsAnew = new Workspace(EVERY_GROUP);
  for (const seed of [1, 2, 3, SEED]) {
    test(`groups of machines, wherever they are edited (seed ${seed})`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.oneof(steps(2), keystrokes(2)), (played) => play(played, inParts, GROUPS, inPartsAnew)),
        { seed, numRuns: 80, interruptAfterTimeLimit: 20_000 },
      );
    });
  }

  test('a group that stays whole keeps its machines, though one like it came above', async () => {
    const group = (first: string) => `vms g {\n  os: linux\n  ${first}, b\n  c { os: linux }\n}\n`;
    const edited = new Workspace(EVERY_GROUP);
    const before = `${group('a')}vm x { os: linux }\n`;
    edited.open({ 'a.failback': before });
    const stays = edited.document('a.failback').parseResult.value as File;
    const [old] = stays.blocks;
    const range = { start: { line: 0, character: 0 }, end: { line: before.split('\n').length, character: 0 } };
    const text = `${group('other')}${group('a')}vm y { os: linux }\n`;
    await edited.change('a.failback', [{ range, text }]);
    const { blocks } = edited.document('a.failback').parseResult.value as File;
    assert.equal(blocks[1], old);
    assert.ok(isVmGroup(old) && old.members.every(({ $container }) => $container === old));
    const anew = new Workspace(EVERY_GROUP).open({ 'a.failback': text });
    assert.deepEqual(pictureOf(edited), pictureOf(anew));
  });
});
