import { BLOCK_STARTS } from '../parser/token-kinds.ts';
import { afterLineBreak, endOfLine, endOfText, endOfWord, isDigit, isSpace, isWordCharacter } from './scan-text.ts';

/** Where a text falls into pieces. */
export interface Cut {
  /** Offsets at which pieces begin, ascending; the first is 0. */
  readonly starts: readonly number[];
  /** Braces that are open at the end. */
  readonly depth: number;
  /** Whether the last line is a comment, which belongs to the block that may follow. */
  readonly endsInComment: boolean;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;
const COMMA = 0x2c;
const SLASH = 0x2f;
const COLON = 0x3a;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/**
 * Cuts a text where its lines begin blocks, as `segment-tokens.ts` sees it, and above the comment lines just above them.
 * The cut defines how a text is read. It runs over every character of a file that is opened, so it looks at characters
 * and makes no tokens; which is easy, since no token spans lines and braces are nothing else outside texts and comments.
 */
export function cutText(text: string): Cut {
  return new Cutter(text).run();
}

/** Whether the block that begins a piece would begin one inside an unclosed block too. */
export function beginsAnywhere(piece: string): boolean {
  return cutText(`{\n${piece}`).starts[1] === 2;
}

/** Length of the comment lines and of the line that begins a piece's block, its line break left out. */
export function lengthOfHead(piece: string): number {
  return /^(?:[ \t\f\v\u00a0\ufeff]*\/\/[^\r\n]*(?:\r\n?|\n))*[^\r\n]*/.exec(piece)?.[0].length ?? 0;
}

class Cutter {
  readonly #text: string;
  readonly #starts: number[] = [0];
  #depth = 0;
  /** Start of the comment lines that end just above the current line. */
  #comments: number | undefined;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  run(): Cut {
    while (this.#at < this.#text.length) this.#line();
    return { starts: this.#starts, depth: this.#depth, endsInComment: this.#comments !== undefined };
  }

  /** One line. Only what may begin a block, or end a block's head, is looked at. */
  #line(): void {
    const text = this.#text;
    const start = this.#at;
    let at = start;
    let isFirst = true;
    let isBlank = true;
    let isComment = false;
    /** A block may begin on a line behind another one's brace or behind the text of an import. */
    let mayBegin = true;
    /** In a block's head: the words between its kind and its brace. */
    let inHead = false;
    /** The word behind `import` is its path, whatever it says. */
    let isPath = false;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === LINE_FEED || code === CARRIAGE_RETURN) break;
      if (code === SLASH && text.charCodeAt(at + 1) === SLASH) {
        isComment = isBlank;
        at = endOfLine(text, at);
        break;
      }
      if (code === OPEN || code === CLOSE) {
        const depth = inHead ? 0 : this.#depth;
        if (code === OPEN) this.#depth = depth + 1;
        else this.#depth = inHead ? 0 : Math.max(0, depth - 1);
        inHead = false;
        mayBegin = code === CLOSE;
      } else if (code === QUOTE) {
        at = endOfText(text, at);
        mayBegin = true;
      } else if (code === COMMA) {
        mayBegin = false;
      } else if (isWordCharacter(code)) {
        const word = at;
        at = endOfWord(text, at);
        const isKey = text.charCodeAt(at) === COLON && !isDigit(code);
        if (isKey && inHead) {
          this.#depth = 1;
          inHead = false;
        } else if (
          !isKey &&
          !inHead &&
          !isPath &&
          mayBegin &&
          this.#begins(text.slice(word, trimmed(text, at)), word, at, isFirst, start)
        ) {
          if (isFirst) this.#cut(start);
          isPath = text.startsWith('import', word);
          inHead = !isPath;
          if (isPath) this.#depth = 0;
          mayBegin = false;
          isFirst = false;
          isBlank = false;
          at--;
          continue;
        }
        if (!isKey) at--;
        mayBegin = false;
      } else {
        isBlank &&= isSpace(code);
        continue;
      }
      isPath = false;
      isFirst = false;
      isBlank = false;
    }
    if (inHead) this.#depth = 1;
    if (!isComment) this.#comments = undefined;
    else this.#comments ??= start;
    this.#at = afterLineBreak(text, at);
  }

  #begins(word: string, from: number, to: number, isFirst: boolean, lineStart: number): boolean {
    if (!BLOCK_STARTS.has(word)) return false;
    if (this.#depth === 0) return true;
    if (!isFirst) return false;
    const [next, afterNext] = firstTokens(this.#text.slice(to, endOfLine(this.#text, to)));
    if (word === 'import') return next?.startsWith('"') ?? false;
    if (word === 'after-all') return next === '{';
    if (next === undefined || !/^[\w"]/.test(next) || next.endsWith(':')) return false;
    return from === lineStart || afterNext === '{';
  }

  #cut(line: number): void {
    const start = this.#comments ?? line;
    if (start > 0) this.#starts.push(start);
  }
}

/** The first two tokens of the rest of a line, as far as it matters what they are. */
function firstTokens(rest: string): readonly string[] {
  const found: readonly string[] = rest.match(/\/\/|"[^"]*"?|[{},]|[A-Za-z_][\w.-]*:|\w(?:[\w.-]*\w)?/g) ?? [];
  const comment = found.indexOf('//');
  return comment < 0 ? found : found.slice(0, comment);
}

/** A word ends with a letter or a digit: what follows is a key's, or nothing. */
function trimmed(text: string, end: number): number {
  let at = end;
  while (!isWordCharacter(text.charCodeAt(at - 1))) at--;
  return at;
}
