import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FailbackError } from '../../core/failback-error.ts';
import { headFile, type RunHandle } from './run-directory.ts';
import { refuseForeign } from './run-home.ts';

/**
 * The run that a person means by an id, a unique prefix of one, or `latest`.
 * @throws FailbackError `run-not-found`, `run-ambiguous` or `run-not-private`
 */
export async function findRun(home: string, reference: string): Promise<RunHandle> {
  const handles = await runHandles(home);
  const run = reference === 'latest' ? await newest(handles) : named(handles, reference);
  if (run === undefined)
    throw new FailbackError(
      'run-not-found',
      reference === 'latest'
        ? `There are no runs in '${home}' yet.`
        : `No run in '${home}' has an id that begins with '${reference}'.`,
      reference === 'latest'
        ? 'Rehearse one with:\n  failback run FILE --simulate'
        : 'See the runs there are:\n  failback runs',
    );
  await refuseForeign(run.directory);
  return run;
}

/** All runs of a home, in no order. */
export async function runHandles(home: string): Promise<readonly RunHandle[]> {
  const folder = join(home, 'runs');
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException): string[] => {
    // Nobody has run anything yet.
    if (cause.code === 'ENOENT') return [];
    throw homeUnreadable(home, cause);
  });
  return names.filter((name) => !name.startsWith('.')).map((id) => ({ id, directory: join(folder, id) }));
}

function homeUnreadable(home: string, cause: NodeJS.ErrnoException): FailbackError {
  const why =
    cause.code === 'ENOTDIR'
      ? 'a part of it is a file, and a folder is wanted'
      : cause.code === 'EACCES' || cause.code === 'EPERM'
        ? 'this account may not read it'
        : (cause.code ?? cause.message);
  return new FailbackError(
    'run-home-unreadable',
    `The runs in '${home}' cannot be listed: ${why}. Whether there are runs, and whether one goes on, nobody can tell.`,
    'See to the folder and its rights, or name another with FAILBACK_HOME.',
    { cause },
  );
}

function named(handles: readonly RunHandle[], reference: string): RunHandle | undefined {
  const exact = handles.find(({ id }) => id === reference);
  if (exact !== undefined) return exact;
  const fitting = handles.filter(({ id }) => id.startsWith(reference));
  if (fitting.length <= 1) return fitting[0];
  throw new FailbackError(
    'run-ambiguous',
    `'${reference}' fits ${fitting.length} runs: ${fitting.map(({ id }) => `'${id}'`).join(', ')}.`,
    'Write more of the id.',
  );
}

async function newest(handles: readonly RunHandle[]): Promise<RunHandle | undefined> {
  const dated = await Promise.all(
    handles.map(async (run) => ({ run, at: (await stat(headFile(run)).catch(() => undefined))?.mtimeMs ?? 0 })),
  );
  return dated.sort((one, other) => other.at - one.at)[0]?.run;
}
