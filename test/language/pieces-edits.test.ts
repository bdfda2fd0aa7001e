import { describe, test } from 'node:test';
import fc from 'fast-check';
import { keystrokes, steps } from './pieces/edits.ts';
import { EVERY_GROUP, GROUPS } from './pieces/long-groups.ts';
import { play } from './pieces/play.ts';
import { Workspace } from './pieces/workspace.ts';

/** Printed when it fails, so that a day's own seed can be played again. */
const TODAY = Math.floor(Date.now() / 86_400_000);

describe('a text that is edited is read as if it were opened anew', () => {
  const edited = new Workspace();
  for (const seed of [1, 2, 3, TODAY]) {
    test(`three files that import each other, whatever is done to them (seed ${seed})`, async () => {
      await fc.assert(
        fc.asyncProperty(steps(3), (played) => play(played, edited)),
        { seed, numRuns: 60, interruptAfterTimeLimit: 20_000 },
      );
    });
  }

  const inParts = new Workspace(EVERY_GROUP);
  const inPartsAnew = new Workspace(EVERY_GROUP);
  for (const seed of [1, 2, 3, TODAY]) {
    test(`groups of machines, wherever they are edited (seed ${seed})`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.oneof(steps(2), keystrokes(2)), (played) => play(played, inParts, GROUPS, inPartsAnew)),
        { seed, numRuns: 80, interruptAfterTimeLimit: 20_000 },
      );
    });
  }
});
