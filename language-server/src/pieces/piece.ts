import type { AstNode, LangiumDocument, ParseResult, Reference, RootCstNode } from 'langium';
import type { Block, File, Import } from '../generated/ast.ts';
import type { FailbackLexingReport } from '../parser/failback-lexer.ts';
import type { SegmentProblem } from '../parser/segment-tokens.ts';
import { type Anchor, anchorOf } from './anchor.ts';

/**
 * A stretch of whole lines that is read by itself: usually one block with the comment lines just above it. What is read
 * of a piece follows from its text alone, so a piece whose text did not change is the same object with the same nodes.
 */
export interface Piece {
  /** Where it begins now. */
  readonly anchor: Anchor;
  /** Imports and blocks in the order of the text: the same objects that the file holds. */
  readonly imports: readonly Import[];
  readonly blocks: readonly Block[];
  /** Undefined when nothing could be read of it, not even a comment. `anchorOf` knows it. */
  readonly tree: RootCstNode | undefined;
  readonly errors: PieceErrors;
}

/** What lexer, outline and parser have to say of a piece. Lines, columns and offsets count from the piece's beginning. */
export interface PieceErrors {
  readonly lexer: ParseResult['lexerErrors'];
  readonly outline: readonly SegmentProblem[];
  readonly parser: ParseResult['parserErrors'];
}

/** A name where it is used. */
export interface UsedName extends Reference {
  /** The node that holds the reference. */
  readonly container: AstNode;
}

/** What was read of a text in pieces. */
export interface InPieces {
  readonly pieces: readonly Piece[];
}

const whole = new WeakMap<ParseResult, readonly Piece[]>();

/** The pieces of a text in its order; together they are the whole of it. */
export function piecesOf(document: LangiumDocument): readonly Piece[] {
  const result = document.parseResult as ParseResult<File> & Partial<InPieces>;
  if (result.pieces !== undefined) return result.pieces;
  const pieces = whole.get(result) ?? [inOnePiece(result)];
  whole.set(result, pieces);
  return pieces;
}

function inOnePiece({ value, lexerErrors, lexerReport, parserErrors }: ParseResult<File>): Piece {
  const tree = value.$cstNode?.root;
  return {
    anchor: tree === undefined ? { line: 0, offset: 0 } : anchorOf(tree),
    imports: value.imports ?? [],
    blocks: value.blocks ?? [],
    tree,
    errors: {
      lexer: lexerErrors,
      outline: (lexerReport as FailbackLexingReport | undefined)?.problems ?? [],
      parser: parserErrors,
    },
  };
}
