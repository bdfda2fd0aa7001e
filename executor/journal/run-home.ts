import { mkdir, stat } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { FailbackError } from '../../core/failback-error.ts';

/** The folder that holds all runs of this user: `$FAILBACK_HOME`, or the state folder of the system. */
export function runsHome(env: NodeJS.ProcessEnv): string {
  if (env.FAILBACK_HOME) return env.FAILBACK_HOME;
  if (process.platform === 'win32') return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'failback');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'failback');
  return join(env.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'failback');
}

/** Makes a folder that only this user can enter. */
export async function makePrivate(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await refuseForeign(directory);
}

/**
 * A run approves and deletes machines, so its folder must be nobody else's.
 * @throws FailbackError `run-not-private`
 */
export async function refuseForeign(directory: string): Promise<void> {
  if (process.platform === 'win32') return; // the profile's access list keeps others out there
  const found = await stat(directory);
  const me = userInfo().uid;
  if (found.uid !== me)
    throw new FailbackError(
      'run-not-private',
      `'${directory}' belongs to another user (uid ${found.uid}), so commands and approvals in it cannot be trusted.`,
      `Run failback as the owner of the folder, or choose your own with FAILBACK_HOME.`,
    );
  if ((found.mode & 0o022) === 0) return;
  throw new FailbackError(
    'run-not-private',
    `Others may write to '${directory}', so anybody could approve a step of the run.`,
    `Take the right away:\n  chmod 700 '${directory}'`,
  );
}
