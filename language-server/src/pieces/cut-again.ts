import type { ChangedRange } from './changed-ranges.ts';
import { beginsAnywhere, type Cut, cutText } from './cut-text.ts';
import { editGroup } from './edit-group.ts';
import type { EditedText } from './edited-text.ts';
import type { GroupPart } from './group-part.ts';
import { PartPool } from './group-parts.ts';
import { GroupPiece } from './group-piece.ts';
import { isBehindHead, type PieceReader, type ReadPiece } from './piece-reader.ts';

/** Pieces that take the place of others. */
export interface Replacement {
  /** Indices of the pieces that go; the end is exclusive. */
  readonly from: number;
  readonly to: number;
  readonly pieces: readonly ReadPiece[];
}

/** Cuts a text for the first time. */
export function cutWhole(text: string, reader: PieceReader): ReadPiece[] {
  return sourcesOf(text, cutText(text)).map((source) => reader.read(source));
}

/**
 * Cuts again what an edit can have changed: from the piece before it until a piece begins where one began. A piece that
 * has the same text as before is the same piece.
 *
 * `pieces` stand where they stood in the old text. Replacements are told from the end of the text to its beginning.
 */
export function cutAgain(
  pieces: readonly ReadPiece[],
  changes: readonly ChangedRange[],
  text: EditedText,
  reader: PieceReader,
): readonly Replacement[] {
  const within = editedWithin(pieces, changes, text, reader);
  if (within !== undefined) return [within];
  const replacements: Replacement[] = [];
  for (let index = 0; index < changes.length; ) {
    const region = new Region(pieces, changes, index, text);
    replacements.unshift({ from: region.from, to: region.to, pieces: piecesIn(region, pieces, reader) });
    index = region.nextChange;
  }
  return replacements;
}

/** An edit that touches nothing but some lines of a long group. */
function editedWithin(
  pieces: readonly ReadPiece[],
  changes: readonly ChangedRange[],
  text: EditedText,
  reader: PieceReader,
): Replacement | undefined {
  const from = pieceAt(pieces, changes[0]?.oldStart ?? 0);
  const piece = pieces[from];
  const edited = piece instanceof GroupPiece ? editGroup(piece, changes, text, reader) : undefined;
  return edited && { from, to: from + 1, pieces: [edited] };
}

/** A row of old pieces, and the text that stands in their place now. */
class Region {
  readonly from: number;
  /** Behind the last piece of the region. */
  to: number;
  /** The first change that lies behind the region. */
  nextChange: number;
  source = '';
  cut: Cut = cutText('');
  readonly #pieces: readonly ReadPiece[];
  readonly #changes: readonly ChangedRange[];
  readonly #firstChange: number;
  readonly #text: EditedText;

  constructor(pieces: readonly ReadPiece[], changes: readonly ChangedRange[], index: number, text: EditedText) {
    this.#pieces = pieces;
    this.#changes = changes;
    this.#firstChange = index;
    this.#text = text;
    const { oldStart = 0 } = changes[index] ?? {};
    this.from = firstTouched(pieces, oldStart);
    this.nextChange = index;
    this.to = this.from;
    for (let more = 1; ; more *= 2) {
      this.#extend(more);
      this.#cutAnew();
      if (this.#isInStep()) break;
    }
  }

  #extend(more: number): void {
    this.to = Math.min(this.to + more, this.#pieces.length);
    for (let change = this.#changes[this.nextChange]; change !== undefined; change = this.#changes[this.nextChange]) {
      if (firstTouched(this.#pieces, change.oldStart) >= this.to) break;
      while (this.to < this.#pieces.length && startOf(this.#pieces, this.to) < change.oldEnd) this.to++;
      this.to = Math.max(this.to, Math.min(this.#pieces.length, pieceAt(this.#pieces, change.oldStart - 1) + 1));
      this.nextChange++;
    }
  }

  #cutAnew(): void {
    const first = this.#changes[this.#firstChange];
    const last = this.#changes[this.nextChange - 1];
    const start = startOf(this.#pieces, this.from) + (first === undefined ? 0 : first.newStart - first.oldStart);
    const isAtEnd = this.to >= this.#pieces.length;
    const end = startOf(this.#pieces, this.to) + (last === undefined ? 0 : last.newEnd - last.oldEnd);
    this.source = this.#text.slice(start, isAtEnd ? this.#text.length : end);
    this.cut = cutText(this.source);
  }

  /** Whether the piece behind the region begins where it began, with all that it had. */
  #isInStep(): boolean {
    const next = this.#pieces[this.to];
    if (next === undefined) return true;
    if (!/[\r\n]$/.test(this.source) || this.cut.endsInComment) return false;
    return this.cut.depth === 0 || beginsAnywhere(next.source);
  }
}

/** Takes from the old pieces what has the same text, in order: from the front, from the back, then what is left. */
function piecesIn(region: Region, old: readonly ReadPiece[], reader: PieceReader): readonly ReadPiece[] {
  const sources = sourcesOf(region.source, region.cut);
  const { from, to } = region;
  let front = 0;
  while (front < sources.length && from + front < to && old[from + front]?.source === sources[front]) front++;
  let back = 0;
  while (
    back < sources.length - front &&
    to - back > from + front &&
    old[to - 1 - back]?.source === sources[sources.length - 1 - back]
  ) {
    back++;
  }
  const changed = old.slice(from + front, to - back);
  const left = Map.groupBy(changed, (piece) => piece.source);
  const between = sources.slice(front, sources.length - back);
  const same = between.map((source) => left.get(source)?.shift());
  // A group that stays whole keeps its parts, though another one above it has members like them.
  const kept = new Set(same);
  const parts = new PartPool(changed.filter((piece) => !kept.has(piece)).flatMap(partsOf));
  return [
    ...old.slice(from, from + front),
    ...between.map((source, index) => same[index] ?? reader.read(source, parts)),
    ...old.slice(to - back, to),
  ];
}

function partsOf(piece: ReadPiece): readonly GroupPart[] {
  return piece instanceof GroupPiece ? piece.parts : [];
}

function sourcesOf(text: string, { starts }: Cut): string[] {
  return starts.map((start, index) => text.slice(start, starts[index + 1] ?? text.length));
}

/** The first piece that a change at an offset can concern: the one before, where it may take away what begins a piece. */
function firstTouched(pieces: readonly ReadPiece[], oldStart: number): number {
  const index = pieceAt(pieces, oldStart - 1);
  const piece = pieces[index];
  return piece !== undefined && isBehindHead(piece, oldStart) ? index : Math.max(0, index - 1);
}

/** Index of the piece in which a character stands. */
export function pieceAt(pieces: readonly ReadPiece[], offset: number): number {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (startOf(pieces, middle) <= offset) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

function startOf(pieces: readonly ReadPiece[], index: number): number {
  return pieces[index]?.anchor.offset ?? Number.POSITIVE_INFINITY;
}
