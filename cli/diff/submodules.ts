import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { FailbackError } from '../../core/failback-error.ts';
import { askGit } from './ask-git.ts';

/** A repository within another one, at the commit that the outer one names. */
export interface Submodule {
  readonly root: string;
  readonly commit: string;
}

/**
 * The submodules of a commit that are checked out here. One that is not has no files on disk either, so both states of a
 * comparison lack it alike.
 * @param revision the commit as a person wrote it
 * @throws FailbackError `usage` where one that has runbooks was never fetched as far as the commit that is named
 */
export async function submodulesOf(root: string, commit: string, revision: string): Promise<readonly Submodule[]> {
  const tree = await askGit(root, 'ls-tree', '-r', '-z', commit);
  const found: Submodule[] = [];
  for (const entry of tree.split('\0')) {
    const [, at, path] = /^160000 commit ([0-9a-f]+)\t(.+)$/s.exec(entry) ?? [];
    if (at === undefined || path === undefined) continue;
    const folder = join(root, path);
    if (!(await isRepository(folder))) continue;
    if (await has(folder, at)) found.push({ root: folder, commit: at });
    else if ((await askGit(folder, 'ls-files', '--', '*.failback')) !== '')
      throw new FailbackError(
        'usage',
        `In '${revision}' the submodule '${path}' is at ${at.slice(0, 12)}, and that commit was not fetched, so nobody can tell what its runbooks said there.`,
        `Fetch it, and compare again:\n  git -C ${path} fetch --all`,
      );
  }
  return found;
}

/** Whether a folder is the top of a repository. A submodule that is not checked out is an empty folder of the outer one. */
async function isRepository(folder: string): Promise<boolean> {
  const top = await askGit(folder, 'rev-parse', '--show-toplevel').catch(() => undefined);
  if (top === undefined) return false;
  const [inner, here] = await Promise.all([top.trim(), folder].map((path) => realpath(path).catch(() => path)));
  return inner === here;
}

async function has(folder: string, commit: string): Promise<boolean> {
  return askGit(folder, 'cat-file', '-e', `${commit}^{commit}`).then(
    () => true,
    () => false,
  );
}
