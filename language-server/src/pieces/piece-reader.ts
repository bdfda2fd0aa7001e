import type { Block, Import } from '../generated/ast.ts';
import { cutGroup } from './cut-group.ts';
import { lengthOfHead } from './cut-text.ts';
import { readFrame } from './group-frame.ts';
import { type GroupPart, readPart } from './group-part.ts';
import { type PartPool, partsFrom } from './group-parts.ts';
import { GroupPiece } from './group-piece.ts';
import { PatternReader, type ReadingServices } from './pattern-reader.ts';
import type { Piece, UsedName } from './piece.ts';
import { PieceTree } from './piece-tree.ts';

/** A piece with what it takes to keep it in its file. */
export interface ReadPiece extends Piece {
  readonly tree: PieceTree | undefined;
  readonly source: string;
  /** Length of the source. */
  readonly length: number;
  /** Line breaks in it. */
  readonly lines: number;
  /** The names that it uses, in the order of the text. */
  readonly names: readonly UsedName[];
}

/** Groups of fewer lines are read faster than they are cut. */
const LONG_GROUP = 64;

/** Reads pieces, each as if it were a file. */
export class PieceReader {
  /** From so many lines on, a group of machines is read part by part. */
  readonly longGroup: number;
  readonly #reader: PatternReader;

  constructor(services: ReadingServices, longGroup = LONG_GROUP) {
    this.longGroup = longGroup;
    this.#reader = new PatternReader(services);
  }

  /** `left`: parts of groups that stood there before. */
  read(source: string, left?: PartPool): ReadPiece {
    const lines = lineBreaksIn(source);
    return (lines < this.longGroup ? undefined : this.#group(source, left)) ?? this.#whole(source, lines);
  }

  /** Reads parts of a group's body; parts that were there before with the same text are the same. */
  parts(sources: readonly string[], before: readonly GroupPart[]): readonly GroupPart[] | undefined {
    return partsFrom(sources, before, (source) => this.#part(source));
  }

  #part(source: string): GroupPart | undefined {
    return readPart(source, lineBreaksIn(source), this.#reader);
  }

  #group(source: string, left: PartPool | undefined): GroupPiece | undefined {
    const cut = cutGroup(source);
    if (cut === undefined) return undefined;
    const frame = readFrame(cut, lineBreaksIn(cut.head), lineBreaksIn(cut.tail), this.#reader);
    const parts = frame && partsFrom(cut.parts, [], (part) => left?.take(part) ?? this.#part(part));
    return parts && GroupPiece.of(frame, parts);
  }

  #whole(source: string, lines: number): ReadPiece {
    const anchor = { line: 0, offset: 0 };
    const reading = this.#reader.read(source);
    const tree = new PieceTree(reading, anchor);
    const names = this.#reader.grow(tree, reading);
    const { imports = [], blocks = [] } = tree.harvest;
    return {
      anchor,
      imports: imports as readonly Import[],
      blocks: blocks as readonly Block[],
      tree: tree.isEmpty ? undefined : tree,
      source,
      length: source.length,
      lines,
      names,
      errors: reading.errors,
    };
  }
}

/** Whether a place in a piece is behind the line that makes it a piece. */
export function isBehindHead(piece: ReadPiece, offset: number): boolean {
  return offset > piece.anchor.offset + lengthOfHead(piece.source);
}

function lineBreaksIn(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x0a || (code === 0x0d && text.charCodeAt(at + 1) !== 0x0a)) count++;
  }
  return count;
}
