/** What is wanted of a JSON text: a tree of keys; `true` takes the value as it is. In a list it is wanted of each entry. */
export interface Wanted {
  readonly [key: string]: true | Wanted;
}

interface Key {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly wanted: Keys | undefined;
}
/** Keys by their length: nearly every key that is not wanted is told apart by it. */
type Keys = readonly (readonly Key[] | undefined)[];

/**
 * Reads the wanted parts of JSON texts and passes over the rest without making anything of it. A run reads a row of 7 KB per
 * machine five hundred times and wants a dozen fields: as objects, the rest is two thirds of all its garbage.
 *
 * It believes that what it passes over is JSON, and notices where it ends too early or is cut in the middle.
 */
export class JsonPicker {
  readonly #keys: Keys;
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;

  constructor(wanted: Wanted) {
    this.#keys = keysOf(wanted);
  }

  /**
   * @param before what was picked of this text when it was read last: whatever of it is still so is the same value again, so
   * a list that is read over and over makes nothing new but what changed in it
   * @throws SyntaxError for what is no JSON
   */
  pick(bytes: Buffer, before?: unknown): unknown {
    this.#bytes = bytes;
    this.#at = 0;
    const value = this.#value(this.#keys, before);
    if (this.#next() !== undefined) throw this.#broken();
    this.#bytes = NOTHING;
    return value;
  }

  /** The value that begins here; of an object or a list what is wanted of it. */
  #value(keys: Keys | undefined, before: unknown): unknown {
    const first = this.#next();
    if (first === OBJECT && keys !== undefined) return this.#object(keys, before);
    if (first === LIST) return this.#list(keys, before);
    if (first === QUOTE) return typeof before === 'string' && this.#isText(before) ? before : this.#text();
    const from = this.#at;
    this.#pass();
    const word = this.#word(from, this.#at);
    return word === undefined ? JSON.parse(this.#bytes.toString('utf8', from, this.#at)) : word;
  }

  #object(keys: Keys, earlier: unknown): object {
    const before = isObject(earlier) ? earlier : undefined;
    const picked: Record<string, unknown> = {};
    this.#at += 1;
    if (this.#next() === OBJECT_END) {
      this.#at += 1;
      return before !== undefined && countOf(before) === 0 ? before : picked;
    }
    let [count, same] = [0, before !== undefined];
    for (;;) {
      if (this.#next() !== QUOTE) throw this.#broken();
      const from = this.#at;
      const key = this.#passText()
        ? this.#keyAt(keys, from + 1, this.#at - 1)
        : keyNamed(keys, JSON.parse(this.#bytes.toString('utf8', from, this.#at)));
      if (this.#next() !== COLON) throw this.#broken();
      this.#at += 1;
      if (key === undefined) this.#pass();
      else {
        const was = before?.[key.name];
        const value = this.#value(key.wanted, was);
        picked[key.name] = value;
        count += 1;
        same &&= value === was;
      }
      if (!this.#goesOn(OBJECT_END)) return same && before !== undefined && countOf(before) === count ? before : picked;
    }
  }

  #list(keys: Keys | undefined, earlier: unknown): readonly unknown[] {
    const before: readonly unknown[] | undefined = Array.isArray(earlier) ? earlier : undefined;
    const picked: unknown[] = [];
    this.#at += 1;
    if (this.#next() === LIST_END) {
      this.#at += 1;
      return before?.length === 0 ? before : picked;
    }
    let same = true;
    do {
      const was = before?.[picked.length];
      const value = this.#value(keys, was);
      same &&= value === was;
      picked.push(value);
    } while (this.#goesOn(LIST_END));
    return same && before?.length === picked.length ? before : picked;
  }

  /** Small whole numbers and `false`, `true`, `null`, most of what is no text; undefined for any other value. */
  #word(from: number, to: number): number | boolean | null | undefined {
    const bytes = this.#bytes;
    const first = bytes[from] ?? 0;
    if (first >= DIGIT_1 && first <= DIGIT_9 && to - from <= MOST_DIGITS) {
      let number = 0;
      for (let at = from; at < to; at += 1) {
        const digit = (bytes[at] ?? 0) - DIGIT_0;
        if (digit < 0 || digit > 9) return undefined;
        number = 10 * number + digit;
      }
      return number;
    }
    for (const [word, value] of WORDS)
      if (word.length === to - from && bytes.compare(word, 0, word.length, from, to) === 0) return value;
    return undefined;
  }

  /** Whether a text begins here that says what an earlier one said; passes over it if so. Only plain ones are looked at. */
  #isText(before: string): boolean {
    const bytes = this.#bytes;
    const from = this.#at + 1;
    const length = before.length;
    if (bytes[from + length] !== QUOTE) return false;
    for (let at = 0; at < length; at += 1) {
      const byte = bytes[from + at] as number;
      if (byte !== before.charCodeAt(at) || byte === QUOTE || byte === ESCAPE || byte >= NOT_ASCII) return false;
    }
    this.#at = from + length + 1;
    return true;
  }

  #goesOn(end: number): boolean {
    const next = this.#next();
    if (next !== COMMA && next !== end) throw this.#broken();
    this.#at += 1;
    return next === COMMA;
  }

  #keyAt(keys: Keys, from: number, to: number): Key | undefined {
    const bytes = this.#bytes;
    const length = to - from;
    search: for (const key of keys[length] ?? []) {
      for (let at = 0; at < length; at += 1) if (key.bytes[at] !== bytes[from + at]) continue search;
      return key;
    }
    return undefined;
  }

  /** A text of its own: one that were a part of the page would keep all of the page in memory. */
  #text(): string {
    const from = this.#at;
    const plain = this.#passText();
    if (plain) return this.#bytes.toString('latin1', from + 1, this.#at - 1);
    return JSON.parse(this.#bytes.toString('utf8', from, this.#at));
  }

  /** Passes over a text; whether it is as it stands: no escape in it, and nothing but ASCII. */
  #passText(): boolean {
    const bytes = this.#bytes;
    let at = this.#at + 1;
    let plain = true;
    for (let byte = bytes[at]; byte !== QUOTE; byte = bytes[at]) {
      if (byte === undefined) throw this.#broken();
      if (byte === ESCAPE) at += 1;
      if (byte === ESCAPE || byte >= NOT_ASCII) plain = false;
      at += 1;
    }
    this.#at = at + 1;
    return plain;
  }

  /** Passes over any value. */
  #pass(): void {
    const byte = this.#next();
    if (byte === QUOTE) this.#passText();
    else if (byte === OBJECT || byte === LIST) this.#passNested();
    else if (byte === undefined || isMark(byte)) throw this.#broken();
    else this.#passWord();
  }

  /** Most of a row is its disks, which nobody wants: their bytes are looked at in one loop, of which only brackets and texts matter. */
  #passNested(): void {
    const bytes = this.#bytes;
    const { length } = bytes;
    let at = this.#at;
    let depth = 0;
    while (at < length) {
      const byte = bytes[at] as number;
      at += 1;
      if (byte === QUOTE) {
        for (let inside = bytes[at]; inside !== QUOTE; inside = bytes[at]) {
          if (inside === undefined) break;
          at += inside === ESCAPE ? 2 : 1;
        }
        at += 1;
      } else if (byte === OBJECT || byte === LIST) depth += 1;
      else if (byte === OBJECT_END || byte === LIST_END) {
        depth -= 1;
        if (depth === 0) {
          this.#at = at;
          return;
        }
      }
    }
    this.#at = Math.min(at, length);
    throw this.#broken();
  }

  /** Passes over a number, `true`, `false` or `null`. */
  #passWord(): void {
    const bytes = this.#bytes;
    let at = this.#at;
    for (let byte = bytes[at]; byte !== undefined && byte > SPACE && !isMark(byte); byte = bytes[at]) at += 1;
    this.#at = at;
  }

  /** The next byte that is no white space; undefined at the end. */
  #next(): number | undefined {
    const bytes = this.#bytes;
    let byte = bytes[this.#at];
    while (byte !== undefined && byte <= SPACE) {
      this.#at += 1;
      byte = bytes[this.#at];
    }
    return byte;
  }

  #broken(): SyntaxError {
    return new SyntaxError(`The JSON is broken at byte ${this.#at}.`);
  }
}

/** For a key that is written with escapes or beyond ASCII, as none of Azure's is. */
function keyNamed(keys: Keys, name: string): Key | undefined {
  return keys.flatMap((sameLength) => sameLength ?? []).find((key) => key.name === name);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function countOf(object: object): number {
  let count = 0;
  for (const _ in object) count += 1;
  return count;
}

function isMark(byte: number): boolean {
  return byte === COMMA || byte === OBJECT_END || byte === LIST_END || byte === COLON;
}

function keysOf(wanted: Wanted): Keys {
  const keys: Key[][] = [];
  for (const [name, below] of Object.entries(wanted)) {
    const bytes = Buffer.from(name);
    const sameLength = keys[bytes.length] ?? [];
    sameLength.push({ name, bytes, wanted: below === true ? undefined : keysOf(below) });
    keys[bytes.length] = sameLength;
  }
  return keys;
}

const NOTHING = Buffer.alloc(0);
const SPACE = 0x20;
const QUOTE = 0x22;
const ESCAPE = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OBJECT = 0x7b;
const OBJECT_END = 0x7d;
const LIST = 0x5b;
const LIST_END = 0x5d;
const NOT_ASCII = 0x80;
const DIGIT_0 = 0x30;
const DIGIT_1 = 0x31;
const DIGIT_9 = 0x39;
/** Up to here every whole number is exact. */
const MOST_DIGITS = 15;
const WORDS = [
  [Buffer.from('null'), null],
  [Buffer.from('false'), false],
  [Buffer.from('true'), true],
] as const;
