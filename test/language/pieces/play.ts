import assert from 'node:assert/strict';
import { changesOf, FILES, type Step } from './edits.ts';
import { pictureOf } from './picture.ts';
import { Workspace } from './workspace.ts';

/** Opens files anew, for comparison. */
const fresh = new Workspace();

/** Plays steps on open files, and compares after each with files that are opened with the texts as they are then. */
export async function play(
  played: readonly Step[],
  edited: Workspace,
  texts: Readonly<Record<string, string>> = FILES,
  anew: Workspace = fresh,
): Promise<void> {
  const paths = Object.keys(texts);
  edited.open(texts);
  // What is only worked out when asked for is asked for, so that it has to follow from then on.
  pictureOf(edited);
  for (const { file, edits } of played) {
    const path = paths[file] ?? '';
    await edited.change(path, changesOf(edited.text(path), edits));
    const expected = anew.open(Object.fromEntries(paths.map((one) => [one, edited.text(one)])));
    assertSame(pictureOf(edited), pictureOf(expected));
  }
}

/** Tells the first difference only: a diff of all that can be seen of three files would take minutes to make. */
function assertSame(actual: unknown, expected: unknown): void {
  const [is, should] = [actual, expected].map((picture) => JSON.stringify(picture, undefined, 1).split('\n'));
  const line = should?.findIndex((text, index) => is?.[index] !== text) ?? -1;
  if (line < 0 && is?.length === should?.length) return;
  const around = (lines: readonly string[] | undefined): string =>
    lines?.slice(Math.max(0, line - 12), line + 3).join('\n') ?? '';
  assert.fail(`It is\n${around(is)}\nand should be\n${around(should)}`);
}
