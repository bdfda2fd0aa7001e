import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { FailbackError } from '../../core/failback-error.ts';
import { Blobs } from './blobs.ts';
import { onDisk } from './on-disk.ts';
import type { Source } from './source.ts';

const run = promisify(execFile);

/** The repository in which a folder lies. */
export interface Repository {
  readonly root: string;
  readonly cwd: string;
}

/** What a repository is wanted for: what is not there without one, and what to do then. */
export interface Purpose {
  readonly lacks: string;
  readonly remedy: string;
}

const COMPARING: Purpose = {
  lacks: 'there are no revisions to compare',
  remedy: 'Name two files or two folders, or go into the repository of the runbooks.',
};

/** @throws FailbackError `usage` where there is no repository, or no git */
export async function repositoryOf(cwd: string, purpose: Purpose = COMPARING): Promise<Repository> {
  try {
    return { root: (await git(cwd, 'rev-parse', '--show-toplevel')).trim(), cwd };
  } catch (cause) {
    throw new FailbackError('usage', `'${cwd}' is in no git repository, so ${purpose.lacks}.`, purpose.remedy, {
      cause,
    });
  }
}

/** A revision, as git understands it. @throws FailbackError `usage` where it is none */
export async function revision(repository: Repository, name: string): Promise<Source> {
  const { root, cwd } = repository;
  const commit = await commitOf(repository, name);
  const below = relative(root, cwd).replaceAll('\\', '/');
  let blobs: Blobs | undefined;
  return {
    name,
    list: async () => {
      const listed = await git(root, 'ls-tree', '-r', '-z', '--name-only', commit, '--', below === '' ? '.' : below);
      return listed
        .split('\0')
        .filter((path) => path.endsWith('.failback'))
        .map((path) => join(root, path));
    },
    read: async (path) => {
      const inside = relative(root, path).replaceAll('\\', '/');
      if (inside.startsWith('..')) return undefined;
      blobs ??= new Blobs(root, commit);
      return blobs.read(inside);
    },
    end: () => blobs?.end(),
  };
}

/** Whether git knows a revision of this name. */
export async function isRevision(repository: Repository, name: string): Promise<boolean> {
  return commitOf(repository, name).then(
    () => true,
    () => false,
  );
}

/**
 * What is checked out, with what was not committed yet, and nothing else: the texts come from whoever opened a pull request,
 * and a build that reviews them holds files of its own, beside the repository and in its `.git`.
 */
export function workingTree({ root, cwd }: Repository): Source {
  const files = onDisk(cwd, 'the working tree', '.');
  return { ...files, read: async (path) => ((await isWithin(root, path)) ? files.read(path) : undefined) };
}

/** Whether a file lies in the repository, and not only a link to it. */
async function isWithin(root: string, path: string): Promise<boolean> {
  const [top, target] = await Promise.all([root, path].map((one) => realpath(one).catch(() => one)));
  const below = relative(top ?? root, target ?? path);
  return !isAbsolute(below) && !['..', '.git'].includes(below.split(sep)[0] ?? '');
}

/** Where two revisions parted: `main...branch` compares the branch with what it began from. */
export async function mergeBase(repository: Repository, one: string, other: string): Promise<string> {
  const [from, to] = [await commitOf(repository, one), await commitOf(repository, other)];
  try {
    return (await git(repository.root, 'merge-base', from, to)).trim();
  } catch (cause) {
    throw new FailbackError(
      'usage',
      `'${one}' and '${other}' have no commit in common, so nobody can tell what one of them changed.`,
      `Fetch the whole history, or compare them as they are:\n  failback diff ${one}..${other}`,
      { cause },
    );
  }
}

async function commitOf({ root }: Repository, name: string): Promise<string> {
  try {
    // The end of options is marked, so that no name of a revision is ever taken for one.
    return (await git(root, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`)).trim();
  } catch (cause) {
    throw new FailbackError(
      'usage',
      `'${name}' is neither a file or folder here nor a revision that git knows.`,
      'Check the spelling, or fetch the revision first.',
      { cause },
    );
  }
}

async function git(cwd: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run('git', args, { cwd, maxBuffer: 256 * 2 ** 20, encoding: 'utf8' });
  return stdout;
}
