import { FailbackError } from '../../core/failback-error.ts';
import { findRun, type RunHandle } from '../../executor/journal/runs.ts';

/**
 * What `[run] [gate or step]` mean. One word alone that is no run is the gate or step, of the newest run: at a prompt, people
 * name what they look at, and there is mostly one run. A bare number is always one in the list.
 */
export async function nameRun(
  home: string,
  reference: string,
  word: string | undefined,
): Promise<{ readonly run: RunHandle; readonly word: string | undefined }> {
  if (word !== undefined) return { run: await findRun(home, reference), word };
  if (/^\d{1,2}$/.test(reference)) return { run: await findRun(home, 'latest'), word: reference };
  try {
    return { run: await findRun(home, reference), word };
  } catch (error) {
    if (!(error instanceof FailbackError) || error.code !== 'run-not-found' || reference === 'latest') throw error;
    return { run: await findRun(home, 'latest'), word: reference };
  }
}
