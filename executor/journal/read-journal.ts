import { FailbackError } from '../../core/failback-error.ts';
import type { RunEvent } from '../../core/run/events.ts';
import { type Disk, hardDisk } from './disk.ts';
import { CHAIN_START, readLine } from './hash-chain.ts';
import { NOT_PLAIN } from './read-plain.ts';

export interface JournalTail {
  /** Lines. */
  readonly seq: number;
  readonly hash: string;
  /** Bytes of whole, good lines. */
  readonly bytes: number;
}

export interface JournalPart {
  readonly events: readonly RunEvent[];
  readonly tail: JournalTail;
  /** The file ended in the middle of a line: whoever wrote it was cut off. That line was never acted upon. */
  readonly cut: boolean;
}

const WITHOUT_A_JOURNAL =
  'Restore the file from a backup. If there is none, look in the vault which jobs ran, finish the machines under way by hand, and make a new plan from a new capture.';

export const EMPTY_TAIL: JournalTail = { seq: 0, hash: CHAIN_START, bytes: 0 };

/**
 * Reads a journal, or what was added since `from`.
 * @throws FailbackError `journal-damaged` or `journal-version`
 */
export async function readJournal(
  path: string,
  from: JournalTail = EMPTY_TAIL,
  disk: Disk = hardDisk,
): Promise<JournalPart> {
  const bytes = await journalBytes(path, disk);
  return parseJournal(bytes.subarray(from.bytes), path, from);
}

/** @throws FailbackError `journal-damaged` where there is no journal, or an empty one */
export async function journalBytes(path: string, disk: Disk): Promise<Buffer> {
  const bytes = await disk.read(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') throw lost(path, 'is missing');
    if (cause.code === NOT_PLAIN) throw lost(path, 'is no file, but a folder, a pipe or a device');
    throw cause;
  });
  // A run is laid down with its first line, so a journal without one lost what it held.
  if (bytes.length === 0) throw lost(path, 'is empty');
  return bytes;
}

/** @throws FailbackError `journal-damaged` or `journal-version` */
export function parseJournal(bytes: Buffer, path: string, from: JournalTail = EMPTY_TAIL): JournalPart {
  const events: RunEvent[] = [];
  let { seq, hash } = from;
  let start = 0;
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
    const verdict = readLine(bytes.toString('utf8', start, end), seq, hash);
    if (verdict.kind === 'newer') throw newer(path, verdict.version);
    if (verdict.kind === 'damaged') throw damaged(path, seq + 1, verdict.why);
    events.push(...verdict.events);
    hash = verdict.hash;
    seq += 1;
    start = end + 1;
  }
  return { events, tail: { seq, hash, bytes: from.bytes + start }, cut: start < bytes.length };
}

function newer(path: string, version: number): FailbackError {
  return new FailbackError(
    'journal-version',
    `The journal '${path}' has version ${version}: a newer failback wrote it, and this one might misread what it did.`,
    'Go on with the failback that began the run, or update this one.',
  );
}

function lost(path: string, how: string): FailbackError {
  return new FailbackError(
    'journal-damaged',
    `The journal '${path}' ${how}. What the run did is not known, so going on might send a call twice.`,
    WITHOUT_A_JOURNAL,
  );
}

function damaged(path: string, line: number, why: string): FailbackError {
  return new FailbackError(
    'journal-damaged',
    `Line ${line} of the journal '${path}' cannot be trusted: ${why}. What the run did after it is not known, so going on might send a call twice.`,
    WITHOUT_A_JOURNAL,
  );
}
