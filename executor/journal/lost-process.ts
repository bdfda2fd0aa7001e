import { stat } from 'node:fs/promises';
import { executorOf } from './lease.ts';
import { computerOf, journalFile, planFile, type RunHandle } from './run-directory.ts';

/**
 * What holds a run, or ended it, stands in its journal by one of these. Inside a text the quotes have a backslash before
 * them, so none is overlooked for one; and where one is found it may be over by now, which only reading all of it tells.
 */
const HELD = ['run-ended', 'needs-sign-in', 'halted', 'pause'].map((kind) => Buffer.from(`"kind":"${kind}"`));

/**
 * Whether a run surely wants nothing but a process again: none has it, and it never ended, was paused or wanted a sign-in.
 * The journal is searched and not understood, for whoever takes the run up reads and verifies it anyway; with ten thousand
 * machines that is seconds which the first request would wait for twice.
 */
export async function wantsOnlyProcess(run: RunHandle): Promise<boolean> {
  if ((await executorOf(run)) !== undefined) return false;
  const journal = await computerOf(run)
    .disk.read(journalFile(run))
    .catch(() => Buffer.alloc(0));
  return journal.length > 0 && HELD.every((mark) => !journal.includes(mark));
}

/** Bytes of a plan for each machine, of those with the fewest: what it makes in memory grows with them. */
const BYTES_A_MACHINE = 5000;

/** About how many machines a run has, by the size of its plan alone; rather too many than too few. */
export async function machinesAbout(run: RunHandle): Promise<number> {
  return Math.ceil((await stat(planFile(run))).size / BYTES_A_MACHINE);
}
