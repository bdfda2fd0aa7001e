import type { LexerResult } from 'langium';

/** A token as the lexer makes it. */
export type Token = LexerResult['tokens'][number];

/** What sort of token it is. */
export type TokenType = Token['tokenType'];
