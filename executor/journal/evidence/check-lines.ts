import type { RunEvent } from '../../../core/run/events.ts';
import { CHAIN_START, isAsWritten, readLine } from '../hash-chain.ts';

/** A journal, line by line, as somebody reads it who trusts nothing. */
export interface CheckedLines {
  /** Up to the first line that cannot be trusted. */
  readonly events: readonly RunEvent[];
  /** Where each of them stands: lines from 1. */
  readonly places: readonly number[];
  /** Lines up to there. */
  readonly lines: number;
  /** Hash of the last of them. */
  readonly hash: string;
  /** The first line that cannot be trusted, from 1, and why. */
  readonly damage: { readonly line: number; readonly why: string } | undefined;
  /** Bytes after the last line feed: a line that a crash cut, which was never acted upon. */
  readonly cutBytes: number;
  /** A newer failback wrote a line that this one does not understand. */
  readonly newer: number | undefined;
}

/**
 * Stricter than what a run reads on with: each line must be, byte for byte, what failback would write for its event, so no
 * bit of it can be another one.
 */
export function checkLines(journal: Uint8Array): CheckedLines {
  const bytes = Buffer.from(journal.buffer, journal.byteOffset, journal.byteLength);
  const events: RunEvent[] = [];
  const places: number[] = [];
  let lines = 0;
  let hash = CHAIN_START;
  let start = 0;
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
    const raw = bytes.subarray(start, end);
    const line = raw.toString('utf8');
    const verdict = readLine(line, lines, hash);
    const place = { events, places, lines, hash, cutBytes: 0 };
    if (verdict.kind === 'newer') return { ...place, damage: undefined, newer: verdict.version };
    if (verdict.kind === 'damaged')
      return { ...place, damage: { line: lines + 1, why: verdict.why }, newer: undefined };
    if (!isAsWritten(line, verdict.events) || !raw.equals(Buffer.from(line)))
      return {
        ...place,
        damage: { line: lines + 1, why: 'its bytes are not those of its event' },
        newer: undefined,
      };
    lines += 1;
    for (const event of verdict.events) {
      events.push(event);
      places.push(lines);
    }
    hash = verdict.hash;
    start = end + 1;
  }
  return { events, places, lines, hash, damage: undefined, cutBytes: bytes.length - start, newer: undefined };
}
