import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Compares a text with a file. `UPDATE=1` writes the file instead. */
export function assertGolden(actual: string, path: string): void {
  if (process.env.UPDATE === '1') {
    writeFileSync(path, actual);
    return;
  }
  assert.ok(existsSync(path), `${path} is missing. Look at the output and write it with UPDATE=1.\n\n${actual}`);
  assert.equal(
    actual,
    readFileSync(path, 'utf8'),
    `${path} differs. If the new output is right, write it with UPDATE=1.`,
  );
}
