import { rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunHandle } from './run-directory.ts';

const pulseFile = (run: RunHandle) => join(run.directory, 'pulse');

const BEAT_EVERY_MS = 15_000;
/** A busy process or a busy disk may miss some beats before its silence is told. */
const PATIENCE_MS = 4 * BEAT_EVERY_MS;

/**
 * Lets the others see that the process which executes a run is not only there but moves: one that hangs, or was stopped,
 * holds its lease all the same. By the computer's clock, and by the file's time alone. Ends with the process.
 * @returns ends it sooner, and says that nobody is there any more
 */
export function beat(run: RunHandle): () => Promise<void> {
  const once = () => {
    const now = new Date();
    // A disk that takes nothing, or a folder that is gone, is told by the journal.
    void utimes(pulseFile(run), now, now)
      .catch(() => writeFile(pulseFile(run), '', { mode: 0o600 }))
      .catch(() => {});
  };
  once();
  const timer = setInterval(once, BEAT_EVERY_MS).unref();
  return async () => {
    clearInterval(timer);
    await rm(pulseFile(run), { force: true }).catch(() => {});
  };
}

/**
 * When the process that has the run was heard of last, where that is long ago; an older failback is never heard of.
 * @param lease the file by which it took the run: a process that has just begun has not beaten yet
 */
export async function silentSince(run: RunHandle, lease: string, now: Date): Promise<Date | undefined> {
  const [pulse, taken] = await Promise.all([changedAt(pulseFile(run)), changedAt(lease)]);
  if (pulse === undefined) return undefined;
  const heard = new Date(Math.max(pulse, taken ?? 0));
  return now.getTime() - heard.getTime() > PATIENCE_MS ? heard : undefined;
}

/** Whether some process said a moment ago that it executes the run. */
export async function isHeard(run: RunHandle): Promise<boolean> {
  const pulse = await changedAt(pulseFile(run));
  return pulse !== undefined && Date.now() - pulse <= PATIENCE_MS;
}

async function changedAt(path: string): Promise<number | undefined> {
  return (await stat(path).catch(() => undefined))?.mtimeMs;
}
