import type { ParseResult } from 'langium';
import type { File } from '../generated/ast.ts';
import type { FailbackLexingReport } from '../parser/failback-lexer.ts';
import { movedErrors } from './moved-errors.ts';
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
    this.#lexerErrors ??= this.pieces.flatMap(({ errors, anchor }) => movedErrors(errors, anchor).lexer);
    return this.#lexerErrors;
  }

  get parserErrors(): ParseResult['parserErrors'] {
    this.#parserErrors ??= this.pieces.flatMap(({ errors, anchor }) => movedErrors(errors, anchor).parser);
    return this.#parserErrors;
  }

  get lexerReport(): FailbackLexingReport {
    this.#lexerReport ??= {
      diagnostics: [],
      problems: this.pieces.flatMap(({ errors, anchor }) => movedErrors(errors, anchor).outline),
    };
    return this.#lexerReport;
  }
}
