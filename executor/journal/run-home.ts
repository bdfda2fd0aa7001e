import { lstat, mkdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { FailbackError } from '../../core/failback-error.ts';
import { userId } from './this-user.ts';

/** The folder that holds all runs of this user: `$FAILBACK_HOME`, or the state folder of the system. */
export function runsHome(env: NodeJS.ProcessEnv): string {
  if (env.FAILBACK_HOME) return env.FAILBACK_HOME;
  if (process.platform === 'win32') return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'failback');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'failback');
  return join(env.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'failback');
}

/**
 * Makes a folder that only this user can enter.
 * @throws FailbackError `run-not-private`, or `home-unusable` where something else has its name
 */
export async function makePrivate(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw unusable(directory, cause as NodeJS.ErrnoException);
  }
  await refuseForeign(directory);
}

/**
 * Makes the home of all runs. It may be a link, for where it lies is the user's own choice, and others may look in.
 * @throws FailbackError `run-not-private` or `home-unusable`
 */
export async function makeHome(home: string): Promise<void> {
  try {
    await mkdir(home, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw unusable(home, cause as NodeJS.ErrnoException);
  }
  await refuseForeign(home, 'home');
}

function unusable(directory: string, cause: NodeJS.ErrnoException): FailbackError {
  const isFile = cause.code === 'EEXIST' || cause.code === 'ENOTDIR';
  return new FailbackError(
    'home-unusable',
    isFile
      ? `'${directory}' is to be a folder for runs, and there, or on the way there, is a file.`
      : `The folder '${directory}' for runs cannot be made: ${cause.message}.`,
    'Name a folder of your own that exists or can be made:\n  export FAILBACK_HOME=~/failback-runs',
    { cause },
  );
}

/**
 * A run approves and deletes machines, so its folder must be nobody else's.
 * @throws FailbackError `run-not-private`
 */
export async function refuseForeign(directory: string, kind: 'home' | 'run' = 'run'): Promise<void> {
  const found = kind === 'home' ? await stat(directory) : await lstat(directory);
  if (found.isSymbolicLink())
    throw new FailbackError(
      'run-not-private',
      `'${directory}' is a link, and where it leads may be changed under a run.`,
      'Put the folder itself there.',
    );
  if (!found.isDirectory()) throw unusable(directory, Object.assign(new Error('it is no folder'), { code: 'ENOTDIR' }));
  if (process.platform === 'win32') return; // the profile's access list keeps others out there
  const me = userId();
  if (found.uid !== me)
    throw new FailbackError(
      'run-not-private',
      `'${directory}' belongs to another user (uid ${found.uid}), so commands and approvals in it cannot be trusted.`,
      `Run failback as the owner of the folder, or choose your own with FAILBACK_HOME.`,
    );
  if ((found.mode & (kind === 'home' ? 0o022 : 0o077)) === 0) return;
  throw new FailbackError(
    'run-not-private',
    (found.mode & 0o022) === 0
      ? `Others may look into '${directory}', where the whole of a run can be read.`
      : `Others may write to '${directory}', so anybody could approve a step of the run.`,
    `Take the right away:\n  chmod 700 '${directory}'`,
  );
}
