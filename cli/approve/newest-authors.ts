import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { realpath } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

/** Names of files are taken as they are: a bracket or a star in one is no pattern. */
const GIT = ['--literal-pathspecs', '-c', 'core.quotePath=false'] as const;

/**
 * Who committed the newest change of each file, by mail address; nobody for one that no repository has. A repository is
 * asked once for all of its files, a submodule for those that are its own.
 */
export async function newestAuthors(files: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [root, paths] of await byRepository(files)) {
    const wanted = await blobsAtHead(root, paths);
    found.push(...(await authorsOf(root, wanted)));
    // What is left was merged in a way that its own history tells alone, or has a name that git writes otherwise.
    for (const path of wanted.keys()) found.push(await authorOf(root, path));
  }
  return [...new Set(found)].filter((author) => author !== '');
}

/** Files by the root of the repository that they lie in, as paths from there; git is asked once for each folder. */
async function byRepository(files: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const real = await Promise.all(files.map((file) => realpath(file).catch(() => file)));
  const folders = [...new Set(real.map((file) => dirname(file)))];
  const roots = new Map<string, string>();
  for (const folder of folders) {
    const root = await ask(folder, 'rev-parse', '--show-toplevel');
    if (root !== '') roots.set(folder, await realpath(root).catch(() => root));
  }
  const grouped = new Map<string, string[]>();
  for (const file of new Set(real)) {
    const root = roots.get(dirname(file));
    if (root === undefined) continue;
    grouped.set(root, [...(grouped.get(root) ?? []), relative(root, file).replaceAll('\\', '/')]);
  }
  return grouped;
}

/** The committed content of each file; a file that was never committed has none. */
async function blobsAtHead(root: string, paths: readonly string[]): Promise<Map<string, string>> {
  const listed = await ask(root, 'ls-tree', '-z', 'HEAD', '--', ...paths);
  return new Map(
    listed.split('\0').flatMap((entry) => {
      const [, blob, path] = /^\d+ blob ([0-9a-f]+)\t(.+)$/s.exec(entry) ?? [];
      return blob === undefined || path === undefined ? [] : [[path, blob] as const];
    }),
  );
}

/**
 * Reads the history once, newest first, until each file was met in a commit that made it what it is; those are taken out of
 * `wanted`. A commit whose change a merge threw away made it something else, and is passed over.
 * @source man git-log: `--raw -c` writes `:modes ids status<tab>path`, of a merge only what differs from all of its parents
 */
async function authorsOf(root: string, wanted: Map<string, string>): Promise<readonly string[]> {
  if (wanted.size === 0) return [];
  const shape = ['--format=author %ae', '--raw', '--no-abbrev', '--no-renames', '-c'];
  const git = spawn('git', [...GIT, 'log', ...shape, '--', ...wanted.keys()], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(git, 'close').catch(() => undefined);
  const authors: string[] = [];
  let author = '';
  for await (const line of createInterface({ input: git.stdout })) {
    if (line.startsWith('author ')) author = line.slice('author '.length);
    const [, ids, path] = /^:+[\d ]+((?:[0-9a-f]{40,64} )+)\S+\t(.+)$/.exec(line) ?? [];
    if (ids === undefined || path === undefined || ids.trim().split(' ').at(-1) !== wanted.get(path)) continue;
    wanted.delete(path);
    authors.push(author);
    if (wanted.size === 0) break;
  }
  git.kill();
  await ended;
  return authors;
}

function authorOf(root: string, path: string): Promise<string> {
  return ask(root, 'log', '-1', '--format=%ae', '--', path);
}

/** What git says, or nothing where it has nothing to say. */
async function ask(cwd: string, ...args: readonly string[]): Promise<string> {
  return promisify(execFile)('git', [...GIT, ...args], { cwd, maxBuffer: 64 * 2 ** 20 }).then(
    ({ stdout }) => stdout.replace(/\n$/, ''),
    () => '',
  );
}
