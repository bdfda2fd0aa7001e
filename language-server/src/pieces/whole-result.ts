import type { ParseResult } from 'langium';
import type { File } from '../generated/ast.ts';
import type { FailbackLexingReport } from '../parser/failback-lexer.ts';
import type { Token } from '../parser/token.ts';
import type { Anchor } from './anchor.ts';
import type { InPieces } from './piece.ts';
import type { ReadPiece } from './piece-reader.ts';
import type { PiecedFile } from './pieced-file.ts';

/** What was read of a text, as Langium wants to have it. Errors of the whole are gathered when somebody asks for them. */
export class WholeResult implements ParseResult<File>, InPieces {
  readonly inPieces: PiecedFile;
  readonly value: File;
  #lexerErrors: ParseResult['lexerErrors'] | undefined;
  #parserErrors: ParseResult['parserErrors'] | undefined;
  #lexerReport: FailbackLexingReport | undefined;

  constructor(inPieces: PiecedFile) {
    this.inPieces = inPieces;
    this.value = inPieces.file;
  }

  get pieces(): readonly ReadPiece[] {
    return this.inPieces.pieces;
  }

  get lexerErrors(): ParseResult['lexerErrors'] {
    this.#lexerErrors ??= this.pieces.flatMap(({ errors, anchor }) =>
      errors.lexer.map((error) => ({
        ...error,
        offset: error.offset + anchor.offset,
        line: (error.line ?? 1) + anchor.line,
      })),
    );
    return this.#lexerErrors;
  }

  get parserErrors(): ParseResult['parserErrors'] {
    this.#parserErrors ??= this.pieces.flatMap(({ errors, anchor }) =>
      errors.parser.map((error) => {
        const previousToken = 'previousToken' in error ? (error.previousToken as Token) : undefined;
        const moved = {
          token: movedToken(error.token, anchor),
          previousToken: previousToken && movedToken(previousToken, anchor),
        };
        // Not copied, for it is an error with a stack.
        return Object.assign(Object.create(error) as typeof error, moved);
      }),
    );
    return this.#parserErrors;
  }

  get lexerReport(): FailbackLexingReport {
    this.#lexerReport ??= {
      diagnostics: [],
      problems: this.pieces.flatMap(({ errors, anchor }) =>
        errors.outline.map(({ code, from, to }) => ({
          code,
          from: movedToken(from, anchor),
          to: movedToken(to, anchor),
        })),
      ),
    };
    return this.#lexerReport;
  }
}

/** A token as it stands in the whole text. Tokens that stand nowhere, such as the end of a file, stay nowhere. */
function movedToken(token: Token, { offset, line }: Anchor): Token {
  const { startOffset, endOffset, startLine, endLine } = token;
  if (!(startOffset >= 0) || startLine === undefined || endLine === undefined) return token;
  return {
    ...token,
    startOffset: startOffset + offset,
    endOffset: (endOffset ?? startOffset) + offset,
    startLine: startLine + line,
    endLine: endLine + line,
  };
}
