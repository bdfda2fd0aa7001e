import { createLangiumParser, type LangiumCoreServices, type LangiumParser } from 'langium';
import type { File } from '../generated/ast.ts';
import type { NameLinker } from '../names/name-linker.ts';
import type { FailbackLexingReport } from '../parser/failback-lexer.ts';
import { lengthOfHead } from './cut-text.ts';
import type { Piece, UsedName } from './piece.ts';
import type { PieceTree } from './piece-tree.ts';
import { PieceTreeBuilder } from './piece-tree-builder.ts';

/** A piece with what it takes to keep it in its file. */
export interface ReadPiece extends Piece {
  readonly source: string;
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

/** Reads pieces, each as if it were a file. */
export class PieceReader {
  readonly #parser: LangiumParser;
  readonly #builder: PieceTreeBuilder;
  readonly #linker: NameLinker;

  constructor(parser: LangiumParser, linker: NameLinker) {
    this.#parser = parser;
    this.#builder = (parser as unknown as { nodeBuilder: PieceTreeBuilder }).nodeBuilder;
    this.#linker = linker;
  }

  read(source: string): ReadPiece {
    const anchor = { line: 0, offset: 0 };
    this.#builder.nextAt(anchor);
    const { result, names } = this.#linker.gather(() => this.#parser.parse<File>(source));
    const { imports, blocks, $cstNode } = result.value;
    const tree = $cstNode as unknown as PieceTree;
    return {
      anchor,
      imports,
      blocks,
      tree: tree.content.length === 0 ? undefined : tree.root,
      source,
      lines: lineBreaksIn(source),
      names,
      errors: {
        lexer: result.lexerErrors,
        outline: (result.lexerReport as FailbackLexingReport).problems,
        parser: result.parserErrors,
      },
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
