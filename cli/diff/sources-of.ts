import { FailbackError } from '../../core/failback-error.ts';
import { mergeBase, repositoryOf, revision, workingTree } from './in-git.ts';
import { isOnDisk, onDisk } from './on-disk.ts';
import type { Source } from './source.ts';

/** The two states that somebody wants compared. */
export interface Compared {
  readonly before: Source;
  readonly after: Source;
}

/**
 * Reads `OLD NEW` as files, folders or revisions, and `A...B`, `A..B` and a revision alone as git does: since they
 * parted, as they are, and against what is checked out.
 */
export async function sourcesOf(cwd: string, old: string, now: string | undefined): Promise<Compared> {
  if (now === undefined) return fromRange(cwd, old);
  const [oldIsHere, nowIsHere] = [await isOnDisk(cwd, old), await isOnDisk(cwd, now)];
  if (oldIsHere && nowIsHere) return { before: onDisk(cwd, old), after: onDisk(cwd, now) };
  if (oldIsHere !== nowIsHere) {
    const [here, other] = oldIsHere ? [old, now] : [now, old];
    if (!looksLikePath(other) && (looksLikePath(here) || here === '.' || here === '..')) throw mixed(here, other);
  }
  if (looksLikePath(old) && !oldIsHere) throw notThere(old);
  if (looksLikePath(now) && !nowIsHere) throw notThere(now);
  const repository = await repositoryOf(cwd);
  return { before: await revision(repository, old), after: await revision(repository, now) };
}

async function fromRange(cwd: string, range: string): Promise<Compared> {
  const repository = await repositoryOf(cwd);
  const [, from, dots, to] = /^(.*?)(\.{2,3})(.*)$/.exec(range) ?? [];
  if (from === undefined || dots === undefined)
    return { before: await revision(repository, range), after: workingTree(repository) };
  const [one, other] = [from === '' ? 'HEAD' : from, to === undefined || to === '' ? 'HEAD' : to];
  const base = dots === '...' ? await mergeBase(repository, one, other) : one;
  return { before: await revision(repository, base), after: await revision(repository, other) };
}

function looksLikePath(text: string): boolean {
  return text.endsWith('.failback') || text.endsWith('/') || text.startsWith('./') || text.startsWith('/');
}

function mixed(path: string, revision: string): FailbackError {
  return new FailbackError(
    'usage',
    `'${path}' is a file or folder here, and '${revision}' is none, so it is taken for a revision of git. The two are not compared with each other.`,
    `Compare what is checked out with the revision; \`--only FILE\` leaves out all but one runbook:\n  failback diff ${revision} --only FILE`,
  );
}

function notThere(path: string): FailbackError {
  return new FailbackError(
    'file-not-found',
    `There is no file or folder '${path}'.`,
    'Check the path; it is taken from the current folder.',
  );
}
