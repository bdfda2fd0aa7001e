import { FailbackError } from '../../core/failback-error.ts';
import { sayCount } from '../../core/report/say.ts';
import { readProgress } from './progress-file.ts';
import { computerOf, journalFile, type RunHandle } from './run-directory.ts';

const LINE_FEED = 10;

/**
 * How many whole lines are gone from the end of a journal. The chain cannot miss them; the file of the figures says how far
 * the journal was written.
 * @param there lines that it has; asked after that file was read, so that what is written meanwhile is not taken for lost
 */
export async function lostLines(run: RunHandle, there: () => number | Promise<number>): Promise<number> {
  const written = (await readProgress(run))?.journal?.lines;
  return written === undefined ? 0 : Math.max(0, written - (await there()));
}

async function linesOf(run: RunHandle): Promise<number> {
  const journal = await computerOf(run).disk.read(journalFile(run));
  let lines = 0;
  for (let at = journal.indexOf(LINE_FEED); at !== -1; at = journal.indexOf(LINE_FEED, at + 1)) lines += 1;
  return lines;
}

/** What the run is told that goes on without them, and whoever reads its report. */
export function sayLost(lost: number): string {
  const are = lost === 1 ? 'is' : 'are';
  return `${sayCount(lost, 'line')} at the end of the journal ${are} gone: cut off, or lost with the power before the disk had them. What the run says of itself is older than what it did, so a machine may be further on than it says.`;
}

/**
 * Whoever takes such a run up has to know it: the run believes that what it did last never happened.
 * @throws FailbackError `run-lines-lost`
 */
export async function refuseLostLines(run: RunHandle): Promise<void> {
  const lost = await lostLines(run, () => linesOf(run));
  if (lost === 0) return;
  throw new FailbackError(
    'run-lines-lost',
    `${sayLost(lost)} So the run '${run.id}' is not taken up unasked.`,
    `Take no older copy of its folder in its place: a run that does not know what it sent would send it again. See in the vault which jobs ran and which machine runs where; then let it go on with what it knows:\n  failback resume ${run.id} --lines-lost`,
  );
}
