/** What the editor asks of git. Only in a workspace that is trusted: a repository's configuration may name programs. */

import { execFile } from 'node:child_process';
import { basename, dirname } from 'node:path';
import { promisify } from 'node:util';
import { changedLinesOf } from './changed-lines-of.ts';

const run = promisify(execFile);

/** Names of revisions that a list can hold; nobody scrolls further. */
const AT_MOST = 200;

export interface Revision {
  readonly name: string;
  readonly commit: string;
  readonly kind: 'branch' | 'remote branch' | 'tag';
}

/** Top of the repository in which a folder lies; undefined where there is none, or no git. */
export async function repositoryRoot(folder: string): Promise<string | undefined> {
  return (await ask(folder, 'rev-parse', '--show-toplevel'))?.trim();
}

/** Branches and tags, those worked on last first. */
export async function revisionsOf(folder: string): Promise<readonly Revision[]> {
  const format = '%(refname)%00%(objectname)';
  const refs = ['refs/heads', 'refs/remotes', 'refs/tags'];
  const listed = await ask(
    folder,
    'for-each-ref',
    '--sort=-creatordate',
    `--count=${AT_MOST}`,
    `--format=${format}`,
    ...refs,
  );
  return (listed ?? '').split('\n').flatMap((line) => {
    const [ref, commit] = line.split('\0');
    const [, place, name] = /^refs\/(heads|remotes|tags)\/(.+)$/.exec(ref ?? '') ?? [];
    if (place === undefined || name === undefined || commit === undefined || name.endsWith('/HEAD')) return [];
    return [
      { name, commit, kind: ({ heads: 'branch', remotes: 'remote branch', tags: 'tag' } as const)[place as 'heads'] },
    ];
  });
}

/** The commit that a name stands for; undefined where git knows none. */
export async function commitOf(folder: string, name: string): Promise<string | undefined> {
  const commit = await ask(folder, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`);
  return commit?.trim();
}

export interface BranchPoint {
  /** The default branch. */
  readonly branch: string;
  readonly commit: string;
}

/** Where what is checked out parted from the default branch; undefined where there is none, or nothing in common. */
export async function branchPoint(folder: string): Promise<BranchPoint | undefined> {
  const named = await ask(folder, 'symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD');
  for (const branch of [named?.trim() ?? '', 'main', 'master', 'origin/main', 'origin/master']) {
    if (branch === '' || (await commitOf(folder, branch)) === undefined) continue;
    const commit = (await ask(folder, 'merge-base', branch, 'HEAD'))?.trim();
    if (commit !== undefined && commit !== '') return { branch, commit };
  }
  return undefined;
}

/** Lines of a saved file, from 0, that differ from a commit; `all` where the commit has no such file. */
export async function changedLinesSince(file: string, commit: string): Promise<ReadonlySet<number> | 'all'> {
  const folder = dirname(file);
  const there = await ask(folder, 'rev-parse', '--verify', '--quiet', `${commit}:./${basename(file)}`);
  if (there === undefined) return 'all';
  // Our own diff driver would speak of machines instead of lines.
  const plain = ['--no-ext-diff', '--no-textconv', '--no-color', '--unified=0'];
  return changedLinesOf((await ask(folder, 'diff', ...plain, commit, '--', basename(file))) ?? '');
}

async function ask(cwd: string, ...args: readonly string[]): Promise<string | undefined> {
  try {
    return (await run('git', args, { cwd, encoding: 'utf8', maxBuffer: 64 * 2 ** 20 })).stdout;
  } catch {
    return undefined;
  }
}
