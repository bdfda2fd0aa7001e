import { PART_STARTS } from '../parser/token-kinds.ts';
import { languageOutline } from '../vocabulary/outline.ts';
import { afterLineBreak, endOfLine, endOfText, endOfWord, isDigit, isSpace, isWordCharacter } from './scan-text.ts';

/** A group of machines, cut where one part of it can be read without the others. */
export interface GroupCut {
  /** The comments above it, and the line up to its brace. */
  readonly head: string;
  /** Parts of whole lines: mostly one machine or setting, with the comments above it. */
  readonly parts: readonly string[];
  /** What stands behind the last part: comments, the closing brace, and what follows it. */
  readonly tail: string;
}

const COMMA = 0x2c;
const QUOTE = 0x22;
const SLASH = 0x2f;
const COLON = 0x3a;
const OPEN = 0x7b;
const CLOSE = 0x7d;

const BLANK = '[ \\t\\f\\v\\u00a0\\ufeff]*';
const REST = `${BLANK}(?://[^\\r\\n]*)?`;
const HEAD = new RegExp(
  `^(?:${REST}(?:\\r\\n?|\\n))*${BLANK}vms${BLANK}[A-Za-z0-9_][\\w.-]*${BLANK}\\{${REST}(?:\\r\\n?|\\n)`,
);
const NOTHING_MORE = new RegExp(`^${REST}(?:(?:\\r\\n?|\\n)${REST})*$`);

/**
 * Cuts the text of a piece that is nothing but one group with its braces on lines of their own. Undefined where it is
 * something else, or where nobody can say without reading it what belongs together.
 */
export function cutGroup(piece: string): GroupCut | undefined {
  const head = HEAD.exec(piece)?.[0];
  if (head === undefined) return undefined;
  const { starts, end, closesAt } = new BodyCutter(piece, head.length).run() ?? NOT_CUT;
  if (closesAt === undefined || starts.length === 0 || !NOTHING_MORE.test(piece.slice(closesAt + 1))) return undefined;
  return { head, parts: slicesOf(piece, starts, end), tail: piece.slice(end) };
}

/** Cuts some lines of a group's body; undefined unless they end with a part, outside of its braces. */
export function cutParts(lines: string): readonly string[] | undefined {
  const { starts, end, closesAt } = new BodyCutter(lines, 0).run() ?? NOT_CUT;
  const isWhole = closesAt === undefined && starts.length > 0 && end === lines.length;
  return isWhole ? slicesOf(lines, starts, end) : undefined;
}

interface BodyCut {
  readonly starts: readonly number[];
  /** Behind the last part. */
  readonly end: number;
  /** Where the brace stands that closes the group. */
  readonly closesAt: number | undefined;
}

const NOT_CUT: BodyCut = { starts: [], end: 0, closesAt: undefined };

/** What a part ends with so far. */
type Last = 'nothing' | 'brace' | 'comma' | 'key' | 'word' | 'part-start' | 'value';

/**
 * Finds the lines of a group's body on which a part begins. Lines that are kept together cost time and are never wrong;
 * so a part begins only where what stands above can neither take the line's first word nor lend it another meaning.
 */
class BodyCutter {
  readonly #text: string;
  readonly #starts: number[] = [];
  #at: number;
  #depth = 1;
  #last: Last = 'nothing';
  /** Whether a key was seen since the part began or a brace closed: a comma may belong to its list. */
  #hasKey = false;
  /** Whether a name was seen behind the key's value. */
  #hasName = false;
  /** Whether all words that follow may be taken by something that fits nowhere. */
  #takesWords = false;

  constructor(text: string, from: number) {
    this.#text = text;
    this.#at = from;
  }

  run(): BodyCut | undefined {
    const text = this.#text;
    let end = this.#at;
    while (this.#at < text.length) {
      const first = this.#firstToken();
      if (first === text.length) break;
      if (this.#depth === 1) {
        if (text.charCodeAt(first) === CLOSE) return { starts: this.#starts, end, closesAt: first };
        if (this.#starts.length === 0 || this.#mayBeginAt(first)) this.#begin(end);
      }
      this.#at = first;
      if (!this.#restOfLine()) return undefined;
      end = this.#at;
    }
    return this.#depth === 1 ? { starts: this.#starts, end, closesAt: undefined } : undefined;
  }

  /** The first token that is no comment, on this line or a later one; the end of the text where there is none. */
  #firstToken(): number {
    const text = this.#text;
    let at = this.#at;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === SLASH && text.charCodeAt(at + 1) === SLASH) at = endOfLine(text, at) - 1;
      else if (!isSpace(code) && code !== 0x0a && code !== 0x0d) break;
    }
    return at;
  }

  #begin(start: number): void {
    this.#starts.push(start);
    this.#last = 'nothing';
    this.#forgetSetting();
  }

  #forgetSetting(): void {
    this.#hasKey = false;
    this.#hasName = false;
    this.#takesWords = false;
  }

  #mayBeginAt(at: number): boolean {
    const code = this.#text.charCodeAt(at);
    if (!isWordCharacter(code)) return false;
    if (this.#last === 'brace') return true;
    if (this.#last === 'key' || this.#last === 'part-start') return false;
    const end = endOfWord(this.#text, at);
    if (this.#last !== 'comma' && this.#text.charCodeAt(end) === COLON && !isDigit(code)) return true;
    if (this.#takesWords || isDigit(code)) return false;
    return this.#last !== 'comma' || (!this.#hasKey && !PART_STARTS.has(this.#text.slice(at, end)));
  }

  /** Takes the tokens up to the next line. Answers whether the group is still open. */
  #restOfLine(): boolean {
    const text = this.#text;
    let at = this.#at;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 0x0a || code === 0x0d) break;
      if (isSpace(code)) continue;
      if (code === SLASH && text.charCodeAt(at + 1) === SLASH) {
        at = endOfLine(text, at);
        break;
      }
      if (code === OPEN) this.#depth++;
      else if (code === CLOSE) {
        this.#depth--;
        if (this.#depth === 0) return false;
        if (this.#depth === 1) {
          this.#last = 'brace';
          this.#forgetSetting();
        }
      } else if (code === QUOTE) {
        at = endOfText(text, at);
        this.#value();
      } else if (isWordCharacter(code)) {
        const end = endOfWord(text, at);
        const isKey = text.charCodeAt(end) === COLON && !isDigit(code);
        if (this.#depth === 1) this.#word(text.slice(at, end), isKey);
        at = isKey ? end : end - 1;
      } else if (code === COMMA) {
        if (this.#depth === 1) this.#last = 'comma';
      } else this.#value();
    }
    this.#at = Math.min(text.length, afterLineBreak(text, at));
    return true;
  }

  #word(word: string, isKey: boolean): void {
    if (isKey) {
      this.#last = 'key';
      this.#hasKey = true;
      this.#hasName = false;
      this.#takesWords = !knownKeys().has(word);
    } else if (isDigit(word.charCodeAt(0))) this.#value();
    else {
      this.#hasName ||= this.#last !== 'key' && !(this.#last === 'comma' && this.#hasKey);
      this.#last = PART_STARTS.has(word) ? 'part-start' : 'word';
    }
  }

  /** A text or a number: behind a name it makes a stray word of it. */
  #value(): void {
    if (this.#depth !== 1) return;
    if (this.#hasName || !this.#hasKey) this.#takesWords = true;
    this.#last = 'value';
  }
}

let keys: ReadonlySet<string> | undefined;

/** What has one value, or a list with commas; any other key takes all words that follow. */
function knownKeys(): ReadonlySet<string> {
  keys ??= new Set(languageOutline().get('VmGroup')?.settings.keys());
  return keys;
}

function slicesOf(text: string, starts: readonly number[], end: number): string[] {
  return starts.map((start, index) => text.slice(start, starts[index + 1] ?? end));
}
