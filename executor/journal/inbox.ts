import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { FailbackError } from '../../core/failback-error.ts';
import { type RunCommand, runCommandSchema } from '../../core/run/commands.ts';
import { whyUnfit } from '../../core/run/unfit-command.ts';
import { dataWithoutSecrets } from '../../core/without-secrets.ts';
import type { Disk } from './disk.ts';
import { replaceFile } from './replace-file.ts';
import { computerOf, inboxFolder, type RunHandle, takenFolder } from './run-directory.ts';

/** A file of the inbox. `command` is undefined when nobody can read it; then it is set aside and said so. */
export interface InboxEntry {
  readonly id: string;
  readonly command: RunCommand | undefined;
  /** Why nobody should read it; undefined where it simply is no command. */
  readonly trouble?: string;
}

/** A command with its comment and its signature is a few kilobytes. */
const MOST_BYTES = 64 * 1024;

/**
 * Puts a command into the inbox by an atomic rename. Names sort by time, so that commands are taken in order.
 * @throws FailbackError `command-unfit` for one that nobody could take up
 */
export async function post(run: RunHandle, command: RunCommand): Promise<string> {
  const unfit = whyUnfit(command);
  if (unfit !== undefined)
    throw new FailbackError('command-unfit', unfit, 'Nothing was told to the run. Say it, and give the command again.');
  const id = `${new Date().toISOString().replaceAll(/[-:.]/g, '')}-${randomUUID().slice(0, 8)}`;
  const { disk } = computerOf(run);
  await disk.makeFolder(inboxFolder(run));
  await replaceFile(join(inboxFolder(run), `${id}.json`), JSON.stringify(dataWithoutSecrets(command)), {
    sync: true,
    disk,
  });
  return id;
}

/** The commands that wait, oldest first. */
export async function waiting(run: RunHandle): Promise<readonly InboxEntry[]> {
  const { disk } = computerOf(run);
  const names = await disk.names(inboxFolder(run)).catch(() => []);
  const entries = names.filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    entries.map(async (name) => ({ id: name.slice(0, -5), ...(await read(disk, join(inboxFolder(run), name))) })),
  );
}

/** Takes a command out once the journal has its answer. */
export async function setAside(run: RunHandle, id: string): Promise<void> {
  const { disk } = computerOf(run);
  await disk.makeFolder(takenFolder(run));
  await disk
    .rename(join(inboxFolder(run), `${id}.json`), join(takenFolder(run), `${id}.json`))
    .catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'ENOENT') throw cause;
    });
}

async function read(disk: Disk, path: string): Promise<Omit<InboxEntry, 'id'>> {
  try {
    const bytes = await disk.readPrivate(path, MOST_BYTES);
    return { command: runCommandSchema.parse(JSON.parse(bytes.toString('utf8'))) };
  } catch (error) {
    return { command: undefined, ...(error instanceof FailbackError ? { trouble: error.message } : {}) };
  }
}
