/** Tags of the encoding: each value begins with one, so no two different values have the same bytes. */
const NULL = 0;
const FALSE = 1;
const TRUE = 2;
const NUMBER = 3;
const STRING = 4;
const SAME_STRING = 5;
const KNOWN_STRING = 6;
const PATH = 7;
const LIST = 8;
const RECORD = 9;

const CHUNK = 1 << 16;
/** From here on a string is an ARM id or a sentence, which comes again in other places. */
const LONG = 64;

/**
 * Writes plain data so that equal values always give equal bytes: the keys of records are sorted, undefined is null.
 *
 * A plan says most things many times over, and hashing a byte costs more than finding that it can be spared. So what is
 * the same as at this place of the last list of as many elements is only said to be the same, and a long string has a
 * number once it was written, as has the folder of an id. All of it refers to what precedes it only, so all of it could be
 * read back.
 */
export class CanonicalBytes {
  readonly #sink: (bytes: Uint8Array) => void;
  readonly #numbers = new Map<string, number>();
  readonly #texts = new Map<object, string>();
  /** The last list of each length. */
  readonly #lists = new Map<number, readonly unknown[]>();
  #chunk = new Uint8Array(CHUNK);
  readonly #double = new DataView(new ArrayBuffer(8));
  #used = 0;

  /** The sink may not keep the bytes it is given. */
  constructor(sink: (bytes: Uint8Array) => void) {
    this.#sink = sink;
  }

  write(value: unknown, before?: unknown): void {
    if (typeof value === 'string') this.#string(value, before);
    else if (typeof value === 'number') this.#number(value);
    else if (value === null || value === undefined) this.#byte(NULL);
    else if (typeof value === 'boolean') this.#byte(value ? TRUE : FALSE);
    else if (Array.isArray(value)) this.#list(value);
    else if (typeof value === 'object') this.#record(value);
    else throw new Error(`A plan holds plain data only, no ${typeof value}.`);
  }

  /** Hands over what is left. */
  end(): void {
    this.#sink(this.#chunk.subarray(0, this.#used));
    this.#used = 0;
  }

  #string(text: string, before: unknown): void {
    if (text === before) this.#byte(SAME_STRING);
    else if (text.length < LONG) this.#new(text, 0);
    else if (!this.#isKnown(text)) this.#long(text);
  }

  #long(text: string): void {
    const slash = text.lastIndexOf('/');
    if (slash === -1) {
      this.#new(text, 0);
      return;
    }
    this.#byte(PATH);
    const folder = text.slice(0, slash);
    if (!this.#isKnown(folder)) this.#new(folder, 0);
    this.#new(text, slash + 1);
  }

  /** Writes the number of a long string that was written before, or gives it one. */
  #isKnown(text: string): boolean {
    const number = this.#numbers.get(text);
    if (number === undefined) {
      this.#numbers.set(text, this.#numbers.size);
      return false;
    }
    this.#byte(KNOWN_STRING);
    this.#count(number);
    return true;
  }

  /** How many UTF-16 units follow from a place on, then each of them, most in one byte. */
  #new(text: string, from: number): void {
    this.#byte(STRING);
    const { length } = text;
    this.#count(length - from);
    this.#room(3 * (length - from));
    const chunk = this.#chunk;
    let used = this.#used;
    for (let at = from; at < length; at++) {
      const unit = text.charCodeAt(at);
      if (unit < 0x80) chunk[used++] = unit;
      else used = putCount(unit, chunk, used);
    }
    this.#used = used;
  }

  #number(value: number): void {
    this.#room(9);
    this.#chunk[this.#used++] = NUMBER;
    this.#double.setFloat64(0, value);
    for (let at = 0; at < 8; at++) this.#chunk[this.#used++] = this.#double.getUint8(at);
  }

  #list(list: readonly unknown[]): void {
    this.#byte(LIST);
    this.#count(list.length);
    const before = this.#lists.get(list.length);
    for (let at = 0; at < list.length; at++) this.write(list[at], before?.[at]);
    // Not earlier: what is inside may not refer to what is not written yet.
    this.#lists.set(list.length, list);
  }

  /** A record counts as its text; plans send the same body to many machines, so the text is kept for each object. */
  #record(record: object): void {
    this.#byte(RECORD);
    const known = this.#texts.get(record);
    const text = known ?? canonicalText(record);
    if (known === undefined) this.#texts.set(record, text);
    this.#string(text, undefined);
  }

  #byte(byte: number): void {
    this.#room(1);
    this.#chunk[this.#used++] = byte;
  }

  #count(count: number): void {
    this.#room(5);
    this.#used = putCount(count, this.#chunk, this.#used);
  }

  #room(bytes: number): void {
    if (this.#used + bytes <= this.#chunk.length) return;
    this.end();
    if (bytes > this.#chunk.length) this.#chunk = new Uint8Array(bytes);
  }
}

/** Seven bits a byte, the lowest first; the top bit says that more follow. Answers where the next byte goes. */
function putCount(count: number, chunk: Uint8Array, from: number): number {
  let used = from;
  let rest = count;
  while (rest > 0x7f) {
    chunk[used++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  chunk[used++] = rest;
  return used;
}

/** JSON with the keys in order. */
function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, element]) => `${JSON.stringify(key)}:${canonicalText(element)}`).join(',')}}`;
}
