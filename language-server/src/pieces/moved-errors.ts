import type { Token } from '../parser/token.ts';
import type { Anchor } from './anchor.ts';
import type { PieceErrors } from './piece.ts';

/** No errors at all. */
export const NO_ERRORS: PieceErrors = { lexer: [], outline: [], parser: [] };

/** What was told of a stretch of text, told of the text in which it stands. */
export function movedErrors({ lexer, outline, parser }: PieceErrors, anchor: Anchor): PieceErrors {
  if (lexer.length + outline.length + parser.length === 0) return NO_ERRORS;
  return {
    lexer: lexer.map((error) => ({
      ...error,
      offset: error.offset + anchor.offset,
      line: (error.line ?? 1) + anchor.line,
    })),
    outline: outline.map(({ code, from, to }) => ({
      code,
      from: movedToken(from, anchor),
      to: movedToken(to, anchor),
    })),
    parser: parser.map((error) => {
      const previousToken = 'previousToken' in error ? (error.previousToken as Token) : undefined;
      const moved = {
        token: movedToken(error.token, anchor),
        previousToken: previousToken && movedToken(previousToken, anchor),
      };
      // Not copied, for it is an error with a stack.
      return Object.assign(Object.create(error) as typeof error, moved);
    }),
  };
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
