import { createLangiumParser, type LangiumCoreServices, type LangiumParser } from 'langium';
import type { File } from '../generated/ast.ts';
import type { NameLinker } from '../names/name-linker.ts';
import type { FailbackLexingReport } from '../parser/failback-lexer.ts';
import type { Anchor } from './anchor.ts';
import { cutGroup } from './cut-group.ts';
import { lengthOfHead } from './cut-text.ts';
import { readFrame } from './group-frame.ts';
import { type GroupPart, readPart } from './group-part.ts';
import { type PartPool, partsFrom } from './group-parts.ts';
import { GroupPiece } from './group-piece.ts';
import type { Piece, PieceErrors, UsedName } from './piece.ts';
import type { PieceTree } from './piece-tree.ts';
import { PieceTreeBuilder, type Tear } from './piece-tree-builder.ts';

/** A piece with what it takes to keep it in its file. */
export interface ReadPiece extends Piece {
  readonly source: string;
  /** Length of the source. */
  readonly length: number;
  /** Line breaks in it. */
  readonly lines: number;
  /** The names that it uses, in the order of the text. */
  readonly names: readonly UsedName[];
}

/** Langium's parser over the grammar, with trees that can move. */
export function createPieceParser(services: LangiumCoreServices): LangiumParser {
  const parser = createLangiumParser(services);
  // Langium has no other way to give its parser nodes of one's own; its version is pinned for this.
  (parser as unknown as { nodeBuilder: PieceTreeBuilder }).nodeBuilder = new PieceTreeBuilder();
  return parser;
}

/** A text as the parser left it, and the names that it uses. */
export interface Parsed {
  readonly file: File;
  readonly tree: PieceTree;
  readonly errors: PieceErrors;
  readonly names: readonly UsedName[];
}

/** Parses a text that begins at an anchor. */
export type Parse = (source: string, anchor: Anchor, tear?: Tear) => Parsed;

/** Groups of fewer lines are read faster than they are cut. */
const LONG_GROUP = 64;

/** Reads pieces, each as if it were a file. */
export class PieceReader {
  /** From so many lines on, a group of machines is read part by part. */
  readonly longGroup: number;
  readonly #parser: LangiumParser;
  readonly #builder: PieceTreeBuilder;
  readonly #linker: NameLinker;

  constructor(parser: LangiumParser, linker: NameLinker, longGroup = LONG_GROUP) {
    this.longGroup = longGroup;
    this.#parser = parser;
    this.#builder = (parser as unknown as { nodeBuilder: PieceTreeBuilder }).nodeBuilder;
    this.#linker = linker;
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
    return readPart(source, lineBreaksIn(source), this.#parse);
  }

  #group(source: string, left: PartPool | undefined): GroupPiece | undefined {
    const cut = cutGroup(source);
    if (cut === undefined) return undefined;
    const frame = readFrame(cut, lineBreaksIn(cut.head), lineBreaksIn(cut.tail), this.#parse);
    const parts = frame && partsFrom(cut.parts, [], (part) => left?.take(part) ?? this.#part(part));
    return parts && GroupPiece.of(frame, parts);
  }

  #whole(source: string, lines: number): ReadPiece {
    const anchor = { line: 0, offset: 0 };
    const { file, tree, errors, names } = this.#parse(source, anchor);
    const { imports, blocks } = file;
    const isEmpty = tree.content.length === 0;
    return {
      anchor,
      imports,
      blocks,
      tree: isEmpty ? undefined : tree.root,
      source,
      length: source.length,
      lines,
      names,
      errors,
    };
  }

  readonly #parse: Parse = (source, anchor, tear) => {
    this.#builder.nextAt(anchor, tear);
    const { result, names } = this.#linker.gather(() => this.#parser.parse<File>(source));
    const { lexerErrors, lexerReport, parserErrors, value } = result;
    const errors = {
      lexer: lexerErrors,
      outline: (lexerReport as FailbackLexingReport).problems,
      parser: parserErrors,
    };
    return { file: value, tree: value.$cstNode as unknown as PieceTree, errors, names };
  };
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
