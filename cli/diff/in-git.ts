import { realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { FailbackError } from '../../core/failback-error.ts';
import { askGit } from './ask-git.ts';
import { Blobs } from './blobs.ts';
import { onDisk } from './on-disk.ts';
import type { Source } from './source.ts';
import { submodulesOf } from './submodules.ts';

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
    return { root: (await askGit(cwd, 'rev-parse', '--show-toplevel')).trim(), cwd };
  } catch (cause) {
    throw new FailbackError('usage', `'${cwd}' is in no git repository, so ${purpose.lacks}.`, purpose.remedy, {
      cause,
    });
  }
}

/** A revision, as git understands it. @throws FailbackError `usage` where it is none */
export async function revision(repository: Repository, name: string): Promise<Source> {
  return atCommit(repository, await commitOf(repository, name), name);
}

/** A commit with those of its submodules, as one tree: runbooks and site files may lie in any of them. */
function atCommit({ root, cwd }: Repository, commit: string, name: string): Source {
  const below = slashed(relative(root, cwd));
  let blobs: Blobs | undefined;
  let asked: Promise<readonly Nested[]> | undefined;
  const submodules = () => {
    asked ??= submodulesOf(root, commit, name).then((found) =>
      found.map((one) => ({ root: one.root, source: atCommit({ root: one.root, cwd: one.root }, one.commit, name) })),
    );
    return asked;
  };
  return {
    name,
    list: async () => {
      const listed = await askGit(root, 'ls-tree', '-r', '-z', '--name-only', commit, '--', below === '' ? '.' : below);
      const own = listed
        .split('\0')
        .filter((path) => path.endsWith('.failback'))
        .map((path) => join(root, path));
      const nested = (await submodules()).filter((one) => isBelow(cwd, one.root));
      return [...own, ...(await Promise.all(nested.map(({ source }) => source.list()))).flat()];
    },
    read: async (path) => {
      if (!isBelow(root, path)) return undefined;
      blobs ??= new Blobs(root, commit);
      const text = await blobs.read(slashed(relative(root, path)));
      if (text !== undefined) return text;
      return (await submodules()).find((one) => isBelow(one.root, path))?.source.read(path);
    },
    end: () => {
      blobs?.end();
      asked?.then(
        (nested) => {
          for (const { source } of nested) source.end?.();
        },
        () => undefined,
      );
    },
  };
}

interface Nested {
  readonly root: string;
  readonly source: Source;
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return !isAbsolute(way) && way.split(sep)[0] !== '..';
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/');
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
    return (await askGit(repository.root, 'merge-base', from, to)).trim();
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
    return (await askGit(root, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`)).trim();
  } catch (cause) {
    throw new FailbackError(
      'usage',
      `'${name}' is neither a file or folder here nor a revision that git knows.`,
      'Check the spelling, or fetch the revision first.',
      { cause },
    );
  }
}
