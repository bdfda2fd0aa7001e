import { DefaultLexer, type LexerResult, type LexingReport, type TokenizeOptions } from 'langium';
import { type SegmentProblem, segmentTokens } from './segment-tokens.ts';

/** What the lexer has to say besides its errors. */
export interface FailbackLexingReport extends LexingReport {
  readonly problems: readonly SegmentProblem[];
}

/** Lexes, then cuts the tokens into blocks, so that the parser never sees a block run into the next. */
export class FailbackLexer extends DefaultLexer {
  override tokenize(text: string, options?: TokenizeOptions): LexerResult {
    const lexed = super.tokenize(text, options);
    const { tokens, problems } = segmentTokens(lexed.tokens, this.definition);
    const report: FailbackLexingReport = { diagnostics: [], problems };
    return { ...lexed, tokens, report };
  }
}
