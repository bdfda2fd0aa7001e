import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readTextFileIfAny } from '../read-file.ts';
import type { RunbookOnDisk } from '../read-runbook.ts';

/** The allowed signers of a runbook, for the run to keep: its answers are verified with the keys there were when it began. */
export async function signersOf({ uri, loaded }: RunbookOnDisk): Promise<string | undefined> {
  const review = loaded.runbook?.review;
  if (review === undefined) return undefined;
  return readTextFileIfAny(resolve(dirname(fileURLToPath(uri)), review.signers?.value ?? 'allowed-signers'));
}
