import type { ChangedRange } from './changed-ranges.ts';
import { cutParts } from './cut-group.ts';
import { cutText } from './cut-text.ts';
import type { EditedText } from './edited-text.ts';
import { type GroupPart, linesOf, placeOfPart } from './group-part.ts';
import type { GroupPiece } from './group-piece.ts';
import type { PieceReader } from './piece-reader.ts';

/** More parts than these around an edit are not worth looking at one by one. */
const MOST = 256;

/**
 * The group after an edit within its body, at the cost of the parts around the edit. Undefined where more than that may
 * have changed; then the group is cut and read as if it were new, with the same outcome.
 */
export function editGroup(
  piece: GroupPiece,
  changes: readonly ChangedRange[],
  text: EditedText,
  reader: PieceReader,
): GroupPiece | undefined {
  const [first, last] = [changes[0], changes.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const { parts, anchor, frame } = piece;
  if (first.oldStart < anchor.offset + frame.head.length || last.oldEnd > piece.bodyEnd) return undefined;
  const from = Math.max(0, partAt(parts, first.oldStart) - 1);
  const touched = partAt(parts, last.oldEnd) + 1;
  for (let more = 1; more <= MOST; more *= 4) {
    const to = Math.min(parts.length, touched + more);
    const start = startOf(piece, from) + first.newStart - first.oldStart;
    const end = startOf(piece, to) + last.newEnd - last.oldEnd;
    const before = parts.slice(from, to);
    const came = partsBetween(start, end, text, before, reader);
    if (came === undefined) return undefined;
    const isInStep = to === parts.length || came.at(-1) === before.at(-1);
    if (!isInStep) continue;
    // Asked before the parts hang in another group: the old one may stay, if its text stands elsewhere now.
    const lines = piece.lines - linesOf(before) + linesOf(came);
    return lines < reader.longGroup ? undefined : piece.withParts(from, to, came);
  }
  return undefined;
}

function partsBetween(
  start: number,
  end: number,
  text: EditedText,
  before: readonly GroupPart[],
  reader: PieceReader,
): readonly GroupPart[] | undefined {
  const lines = text.slice(start, end);
  const isWholeLines = /[\r\n]$/.test(lines) && !isTorn(text, start) && !isTorn(text, end);
  if (!isWholeLines) return undefined;
  const { starts, depth } = cutText(`vms x {\n${lines}`);
  const sources = starts.length === 1 && depth === 1 ? cutParts(lines) : undefined;
  return sources && reader.parts(sources, before);
}

/** Whether a place is in the middle of a line break. */
function isTorn(text: EditedText, offset: number): boolean {
  return text.slice(offset - 1, offset + 1) === '\r\n';
}

/** Index of the part in which an offset stands; the first where it stands before all. */
function partAt(parts: readonly GroupPart[], offset: number): number {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const part = parts[middle];
    if (part !== undefined && placeOfPart(part) <= offset) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

function startOf(piece: GroupPiece, index: number): number {
  const part = piece.parts[index];
  return part === undefined ? piece.bodyEnd : placeOfPart(part);
}
