import { execFile } from 'node:child_process';
import { mergeTexts } from '../../language-server/src/merge/merge-texts.ts';
import { readTextFile } from '../read-file.ts';
import { writeWholeFile } from '../write-file.ts';

/** The three files of a merge, as git names them for a driver. The result is written into `ours`. */
export interface MergeFiles {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/** Merges by blocks, or as git does where a text is broken. @returns how many conflicts are marked in the result */
export async function mergeFiles({ base, ours, theirs }: MergeFiles): Promise<number> {
  const [old, mine, other] = [await readTextFile(base), await readTextFile(ours), await readTextFile(theirs)];
  const merged = mergeTexts(old, mine, other);
  if (merged === undefined) return mergeByLines({ base, ours, theirs });
  await writeWholeFile(ours, ours, merged.text);
  return merged.conflicts;
}

/** @source https://git-scm.com/docs/git-merge-file: it ends with the number of conflicts, or with 255 for an error */
function mergeByLines({ base, ours, theirs }: MergeFiles): Promise<number> {
  return new Promise((resolve, reject) => {
    execFile('git', ['merge-file', '-L', 'ours', '-L', 'base', '-L', 'theirs', ours, base, theirs], (error) => {
      const code = error === null ? 0 : Number(error.code ?? 255);
      if (code >= 0 && code < 128) resolve(code);
      else reject(error);
    });
  });
}
