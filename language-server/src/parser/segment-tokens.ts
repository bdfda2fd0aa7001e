import type { Token, TokenType } from './token.ts';
import { BLOCK_STARTS, PART_STARTS } from './token-kinds.ts';

/** No block of the language nests deeper than four; what goes beyond this is left out, for the parser calls itself at each. */
const DEEPEST = 32;

/** Something wrong with the outline of a file: a brace or the word that begins a block. */
export interface SegmentProblem {
  readonly code: 'unclosed-block' | 'missing-braces' | 'surplus-brace' | 'outside-block' | 'too-deep';
  /** The tokens that it is about, in the order of the text. */
  readonly from: Token;
  readonly to: Token;
}

/**
 * Cuts a file into blocks before it is parsed. Each block gets balanced braces, made up where they are missing, and what
 * stands outside of any block is left out. So a broken block costs itself and nothing else, whatever the parser does.
 *
 * A block begins at one of `BLOCK_STARTS` that is the first word of its line and is followed as a block's start is; the
 * same word anywhere else is a name.
 */
export function segmentTokens(
  tokens: readonly Token[],
  types: Readonly<Record<string, TokenType>>,
): { tokens: Token[]; problems: SegmentProblem[] } {
  return new Segmenter(tokens, types).run();
}

class Segmenter {
  readonly #tokens: readonly Token[];
  readonly #types: Readonly<Record<string, TokenType>>;
  readonly #out: Token[] = [];
  readonly #problems: SegmentProblem[] = [];

  constructor(tokens: readonly Token[], types: Readonly<Record<string, TokenType>>) {
    this.#tokens = tokens;
    this.#types = types;
  }

  run(): { tokens: Token[]; problems: SegmentProblem[] } {
    let index = 0;
    while (index < this.#tokens.length) {
      index = this.#startsBlock(index, 0) ? this.#block(index) : this.#outside(index);
    }
    return { tokens: this.#out, problems: this.#problems };
  }

  /** Takes a block from its first word to its last brace; returns the index behind it. */
  #block(start: number): number {
    const first = this.#tokens[start];
    if (first === undefined) return start + 1;
    this.#out.push(first);
    let index = this.#header(start + 1, first);
    if (first.image === 'import') return index;
    const opening = this.#tokens[index];
    if (opening?.image !== '{') {
      this.#problems.push({ code: 'missing-braces', from: first, to: this.#tokens[index - 1] ?? first });
      this.#invent('{');
    } else {
      this.#out.push(opening);
      index++;
    }
    return this.#body(index, first, opening?.image === '{');
  }

  /** The words between a block's kind and its brace: they stand on the same line and are names whatever they say. */
  #header(start: number, first: Token): number {
    let index = start;
    for (; index < this.#tokens.length; index++) {
      const token = this.#tokens[index];
      if (token === undefined || token.image === '{' || token.image === '}') break;
      if (token.startLine !== first.startLine || token.image.endsWith(':')) break;
      if (first.image === 'import' && index > start) break;
      this.#out.push(first.image === 'defaults' && token.image === 'vm' ? token : this.#asName(token));
    }
    return index;
  }

  #body(start: number, first: Token, opened: boolean): number {
    let depth = 1;
    let index = start;
    let tooDeep: Token | undefined;
    for (; index < this.#tokens.length && depth > 0; index++) {
      const token = this.#tokens[index];
      if (token === undefined || this.#startsBlock(index, depth)) break;
      const outer = depth;
      if (token.image === '{') depth++;
      else if (token.image === '}') depth--;
      if (Math.max(outer, depth) > DEEPEST) tooDeep ??= token;
      else this.#out.push(this.#startsPart(index) ? token : this.#asName(token));
    }
    if (tooDeep !== undefined) this.#problems.push({ code: 'too-deep', from: tooDeep, to: tooDeep });
    if (depth > 0 && opened) {
      this.#problems.push({ code: 'unclosed-block', from: first, to: this.#tokens[start - 2] ?? first });
    }
    for (depth = Math.min(depth, DEEPEST); depth > 0; depth--) this.#invent('}');
    return index;
  }

  /** Leaves out what belongs to no block, with one problem for all of it. */
  #outside(start: number): number {
    const from = this.#tokens[start];
    let depth = 0;
    let index = start;
    for (; index < this.#tokens.length; index++) {
      if (index > start && this.#startsBlock(index, depth)) break;
      const image = this.#tokens[index]?.image;
      if (image === '{') depth++;
      if (image === '}') depth = Math.max(0, depth - 1);
    }
    if (from !== undefined) {
      this.#problems.push({ code: from.image === '}' ? 'surplus-brace' : 'outside-block', from, to: from });
    }
    return index;
  }

  #startsBlock(index: number, depth: number): boolean {
    const token = this.#tokens[index];
    if (token === undefined || !BLOCK_STARTS.has(token.image) || token.tokenType.name !== token.image) return false;
    const before = this.#tokens[index - 1];
    const firstOnLine = before === undefined || before.endLine !== token.startLine;
    const next = this.#sameLine(index + 1, token);
    if (depth === 0) return firstOnLine || before.image === '}' || before.tokenType.name === 'STRING';
    if (!firstOnLine || next === undefined) return false;
    if (token.image === 'import') return next.tokenType.name === 'STRING';
    if (token.image === 'after-all') return next.image === '{';
    if (!/^[\w"]/.test(next.image) || next.image.endsWith(':')) return false;
    return token.startColumn === 1 || this.#sameLine(index + 2, token)?.image === '{';
  }

  #startsPart(index: number): boolean {
    const token = this.#tokens[index];
    if (token === undefined) return false;
    const shape = PART_STARTS.get(token.image);
    if (shape === undefined) return false;
    const before = this.#tokens[index - 1];
    const isValue = before?.image === ',' || (before?.image.endsWith(':') && before.endLine === token.startLine);
    if (isValue) return false;
    const next = this.#tokens[index + 1];
    if (next?.image === '{') return true;
    if (shape === 'title') return next?.tokenType.name === 'STRING';
    return shape === 'stage' && this.#tokens[index + 2]?.image === '{';
  }

  #asName(token: Token): Token {
    const word = this.#types.WORD;
    const isKeyword = BLOCK_STARTS.has(token.image) || PART_STARTS.has(token.image);
    if (!isKeyword || word === undefined) return token;
    return { ...token, tokenType: word, tokenTypeIdx: word.tokenTypeIdx ?? 0 };
  }

  /** A brace that nobody wrote. The parser takes it and puts it into no tree. */
  #invent(brace: '{' | '}'): void {
    const last = this.#out.at(-1);
    const type = this.#types[brace];
    if (last === undefined || type === undefined) return;
    this.#out.push({
      ...last,
      image: brace,
      tokenType: type,
      tokenTypeIdx: type.tokenTypeIdx ?? 0,
      isInsertedInRecovery: true,
    });
  }

  #sameLine(index: number, token: Token): Token | undefined {
    const other = this.#tokens[index];
    return other?.startLine === token.startLine ? other : undefined;
  }
}
