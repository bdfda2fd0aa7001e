import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assertGolden } from '../support/assert-golden.ts';
import { readCaretFixture } from '../support/caret-fixture.ts';
import { fixtureFiles } from '../support/fixture-files.ts';
import { loadTexts } from '../support/load-texts.ts';
import { printRunbook } from '../support/print-runbook.ts';

/** Each text beside what it means. */
describe('lowering', () => {
  for (const { name, path, text } of fixtureFiles(import.meta.url, 'lowering', '.failback')) {
    test(name, async () => {
      const loaded = await loadTexts(readCaretFixture(text, name).files);
      assert.deepEqual(
        loaded.problems.map((problem) => problem.message),
        [],
      );
      assertGolden(printRunbook(loaded.runbook), path.replace(/\.failback$/, '.txt'));
    });
  }
});
