import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunCommand, runCommandSchema } from '../../core/run/commands.ts';
import { replaceFile } from './replace-file.ts';
import { inboxFolder, type RunHandle, takenFolder } from './run-directory.ts';

/** A file of the inbox. `command` is undefined when nobody can read it; then it is set aside and said so. */
export interface InboxEntry {
  readonly id: string;
  readonly command: RunCommand | undefined;
}

/** Puts a command into the inbox by an atomic rename. Names sort by time, so that commands are taken in order. */
export async function post(run: RunHandle, command: RunCommand): Promise<string> {
  const id = `${new Date().toISOString().replaceAll(/[-:.]/g, '')}-${randomUUID().slice(0, 8)}`;
  await mkdir(inboxFolder(run), { recursive: true, mode: 0o700 });
  await replaceFile(join(inboxFolder(run), `${id}.json`), JSON.stringify(command), { sync: true });
  return id;
}

/** The commands that wait, oldest first. */
export async function waiting(run: RunHandle): Promise<readonly InboxEntry[]> {
  const names = await readdir(inboxFolder(run)).catch(() => []);
  const entries = names.filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    entries.map(async (name) => ({ id: name.slice(0, -5), command: await read(join(inboxFolder(run), name)) })),
  );
}

/** Takes a command out once the journal has its answer. */
export async function setAside(run: RunHandle, id: string): Promise<void> {
  await mkdir(takenFolder(run), { recursive: true, mode: 0o700 });
  await rename(join(inboxFolder(run), `${id}.json`), join(takenFolder(run), `${id}.json`)).catch(
    (cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'ENOENT') throw cause;
    },
  );
}

async function read(path: string): Promise<RunCommand | undefined> {
  try {
    return runCommandSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return undefined;
  }
}
