import { basename } from 'node:path';
import type { RunEvent } from '../../core/run/events.ts';
import { sha256 } from './evidence/sha256.ts';
import { CHAIN_START, readLine } from './hash-chain.ts';
import { readPlain } from './read-plain.ts';
import { computerOf, journalFile, type RunHandle } from './run-directory.ts';

/** SHA-256 of files that were laid down, by their names. */
export type Sums = Readonly<Record<string, string>>;

/** A file of a run, and whether the journal has the hash of what it holds: then failback itself wrote every byte. */
export interface LaidDown {
  readonly bytes: Buffer;
  readonly untouched: boolean;
  /** The journal has a hash of it, and it is another one: somebody wrote in it since. */
  readonly changed: boolean;
}

/** The sums of what the run began with, which stand in the first line of its journal; none in runs of an older failback. */
export async function firstSums(run: RunHandle): Promise<Sums> {
  const start = await computerOf(run)
    .disk.readStart(journalFile(run), GLANCE_BYTES)
    .catch(() => Buffer.alloc(0));
  const line = start.indexOf(10);
  if (line === -1) return {};
  const verdict = readLine(start.toString('utf8', 0, line), 0, CHAIN_START);
  return verdict.kind === 'events' ? sumsIn(verdict.events) : {};
}

/** A first line that is longer names so many scripts that looking at the plan itself does not matter any more. */
const GLANCE_BYTES = 64 * 1024;

/** The sums of the files of every plan that a run followed. */
export function sumsIn(events: readonly RunEvent[]): Sums {
  const sums: Record<string, string> = {};
  for (const event of events)
    if (event.kind === 'run-started' || event.kind === 'replanned') Object.assign(sums, event.files);
  return sums;
}

/** Rejects as Node does where the file cannot be read. */
export async function readLaidDown(path: string, sums: Sums): Promise<LaidDown> {
  const bytes = await readPlain(path);
  const sum = sums[basename(path)];
  const untouched = sha256(bytes) === sum;
  return { bytes, untouched, changed: sum !== undefined && !untouched };
}
