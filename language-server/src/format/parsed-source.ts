import { type AstNode, EmptyFileSystem, type LangiumDocument } from 'langium';
import { createCoreServices, type FailbackServices } from '../failback-module.ts';
import type { File } from '../generated/ast.ts';
import type { FailbackLexingReport } from '../parser/failback-lexer.ts';
import type { Token } from '../parser/token.ts';

/** A stretch of the text, by offsets; the end is exclusive. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A text with what its formatting needs to know. */
export interface ParsedSource {
  readonly text: string;
  /** Imports and blocks in the order of the text. */
  readonly elements: readonly (Stretch & { readonly node: AstNode })[];
  commentsBetween(start: number, end: number): readonly (Stretch & { readonly text: string })[];
  /** Whether anything between these offsets could not be read. */
  isBroken(start: number, end: number): boolean;
}

/** What reads a text that is in no document. */
export type Readers = Pick<FailbackServices['parser'], 'LangiumParser' | 'Lexer'>;

let own: Readers | undefined;

/** A program that has readers already lends them: making a parser takes longer than formatting a block. */
export function parseForFormatting(text: string, lent?: Readers): ParsedSource {
  if (lent === undefined) own ??= createCoreServices(EmptyFileSystem).failback.parser;
  const { LangiumParser, Lexer } = lent ?? (own as Readers);
  const result = LangiumParser.parse<File>(text);
  const lexed = Lexer.tokenize(text);
  const comments = lexed.hidden.map((token) => ({ ...stretchOf(token), text: token.image.trimEnd() }));
  const report = lexed.report as FailbackLexingReport | undefined;
  const broken = [
    ...result.lexerErrors.map((error) => error.offset),
    ...result.parserErrors.map((error) => offsetOf(error, text)),
    ...(report?.problems ?? []).map((problem) => problem.from.startOffset),
    // Joining lines would pull what follows into a text that is never closed.
    ...lexed.tokens.filter(isUnclosed).map((token) => token.startOffset),
  ].sort((a, b) => a - b);
  return {
    text,
    elements: elementsIn(result.value),
    commentsBetween: (start, end) => slice(comments, start, end),
    isBroken: (start, end) => broken.some((offset) => offset >= start && offset < end),
  };
}

const STRING_OR_COMMENT = /"[^"\r\n]*"?|\/\/[^\r\n]*/g;

/**
 * A document as the editor has read it already, without reading it once more; undefined while anything in it is broken.
 */
export function sourceOf({ textDocument, parseResult }: LangiumDocument): ParsedSource | undefined {
  const { parserErrors, lexerErrors, lexerReport, value } = parseResult;
  const problems = (lexerReport as FailbackLexingReport | undefined)?.problems ?? [];
  if (parserErrors.length > 0 || lexerErrors.length > 0 || problems.length > 0) return undefined;
  const text = textDocument.getText();
  const elements = elementsIn(value as File);
  if (elements.some(({ node, start, end }) => isOpenEnded(node, text, start, end))) return undefined;
  return {
    text,
    elements,
    // Read where somebody asks: most blocks were printed before, and between them is but a line end.
    commentsBetween: (start, end) => commentsIn(text.slice(start, end), start),
    isBroken: () => false,
  };
}

const openEnded = new WeakMap<AstNode, boolean>();

/** Whether a text in a block is never closed. A block that did not change is the same node. */
function isOpenEnded(node: AstNode, text: string, start: number, end: number): boolean {
  const known = openEnded.get(node);
  if (known !== undefined) return known;
  const found = stringsAndCommentsIn(text.slice(start, end)).some(
    ({ 0: one }) => one.startsWith('"') && (one.length < 2 || !one.endsWith('"')),
  );
  openEnded.set(node, found);
  return found;
}

/** `from` is where the text stands, which begins neither in a text in quotes nor in a comment. */
function commentsIn(text: string, from: number): readonly (Stretch & { readonly text: string })[] {
  if (!text.includes('//')) return [];
  return stringsAndCommentsIn(text)
    .filter(({ 0: found }) => found.startsWith('/'))
    .map(({ 0: found, index }) => ({ start: from + index, end: from + index + found.length, text: found.trimEnd() }));
}

function stringsAndCommentsIn(text: string): RegExpExecArray[] {
  return [...text.matchAll(STRING_OR_COMMENT)];
}

function elementsIn({ imports, blocks }: File): ParsedSource['elements'] {
  return [...imports, ...blocks]
    .flatMap((node) => {
      const { offset: start = 0, end = 0 } = node.$cstNode ?? {};
      return end === start ? [] : [{ node, start, end }];
    })
    .sort((a, b) => a.start - b.start);
}

function isUnclosed(token: Token): boolean {
  return token.image.startsWith('"') && (token.image.length < 2 || !token.image.endsWith('"'));
}

function stretchOf(token: Token): Stretch {
  return { start: token.startOffset, end: token.startOffset + token.image.length };
}

function offsetOf(error: { token: Token; previousToken?: Token }, text: string): number {
  for (const token of [error.token, error.previousToken]) {
    if (token !== undefined && Number.isFinite(token.startOffset) && token.startOffset >= 0) return token.startOffset;
  }
  return Math.max(0, text.length - 1);
}

function slice<T extends Stretch>(sorted: readonly T[], start: number, end: number): readonly T[] {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  const found: T[] = [];
  for (let index = low; index < sorted.length; index++) {
    const one = sorted[index];
    if (one === undefined || one.start >= end) break;
    found.push(one);
  }
  return found;
}
