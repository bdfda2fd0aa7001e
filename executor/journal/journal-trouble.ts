import { FailbackError } from '../../core/failback-error.ts';

/** Whether an error of the file system says that there is no room left. */
export function saysFull(cause: unknown): boolean {
  const { code } = cause as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG';
}

const GROUND_LOST = ['run-fenced', 'run-vanished', 'journal-full', 'journal-unwritable'];

/** Whether an error says that this process may not, or cannot, write another line: then it ends, and tries nothing again. */
export function endsTheProcess(error: unknown): boolean {
  return error instanceof FailbackError && GROUND_LOST.includes(error.code);
}

export function vanishedJournal(path: string): FailbackError {
  return new FailbackError(
    'run-vanished',
    `The journal '${path}' was deleted or moved away while the run was executed. Without it a call could be sent twice, so nothing more is sent; jobs under way in Azure go on.`,
    'Put the folder back and resume the run. If it is gone for good, let the jobs in the vault end, and make a new plan from a new capture.',
  );
}

export function fullJournal(path: string, cause: unknown): FailbackError {
  return new FailbackError(
    'journal-full',
    `The disk under the journal '${path}' is full. No call is sent that is not in it first, so the run stops here; jobs under way in Azure go on, and what came of calls under way was still written down.`,
    'Make room on that disk, then resume the run. It finds its jobs again.',
    { cause },
  );
}

/** A sync that failed is never tried again: the second may succeed, and have lost what the first could not write. */
export function unwritableJournal(path: string, cause: unknown): FailbackError {
  const why = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  return new FailbackError(
    'journal-unwritable',
    `The journal '${path}' cannot be written (${why}). No call is sent that is not in it first, so the run stops here; jobs under way in Azure go on.`,
    'See to the disk (is it full, or mounted read-only?), then resume the run.',
    { cause },
  );
}
