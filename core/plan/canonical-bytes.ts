/** Tags of the encoding: each value begins with one, so no two different values have the same bytes. */
const NULL = 0;
const FALSE = 1;
const TRUE = 2;
const NUMBER = 3;
const NEW_STRING = 4;
const KNOWN_STRING = 5;
const LIST = 6;
const RECORD = 7;
const SHORT_STRING = 8;

const CHUNK = 1 << 16;
/** Up to here a string is written out each time: that costs less than looking its number up. */
const SHORT = 40;

/**
 * Writes plain data so that equal values always give equal bytes: the keys of records are sorted, undefined is null. A long
 * string is written out where it comes first and by its number afterwards, for a plan repeats its ids at every step; that
 * makes a plan of ten thousand machines some megabytes instead of fifty.
 */
export class CanonicalBytes {
  readonly #sink: (bytes: Uint8Array) => void;
  readonly #numbers = new Map<string, number>();
  readonly #texts = new Map<object, string>();
  readonly #encoder = new TextEncoder();
  readonly #chunk = new Uint8Array(CHUNK);
  readonly #double = new DataView(new ArrayBuffer(8));
  #used = 0;

  /** The sink may not keep the bytes it is given. */
  constructor(sink: (bytes: Uint8Array) => void) {
    this.#sink = sink;
  }

  write(value: unknown): void {
    if (typeof value === 'string') this.#string(value);
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

  #string(text: string): void {
    if (text.length <= SHORT) {
      this.#byte(SHORT_STRING);
      this.#short(text);
      return;
    }
    const number = this.#numbers.get(text);
    if (number !== undefined) {
      this.#byte(KNOWN_STRING);
      this.#count(number);
      return;
    }
    this.#numbers.set(text, this.#numbers.size);
    this.#byte(NEW_STRING);
    this.#text(text);
  }

  /** Two bytes a UTF-16 unit, or one where all are below 128; the first byte tells which and how many. */
  #short(text: string): void {
    this.#room(1 + 2 * SHORT);
    const start = this.#used;
    this.#chunk[this.#used++] = text.length;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit > 0x7f) {
        this.#used = start;
        this.#wide(text);
        return;
      }
      this.#chunk[this.#used++] = unit;
    }
  }

  #wide(text: string): void {
    this.#chunk[this.#used++] = text.length | 0x80;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      this.#chunk[this.#used++] = unit >> 8;
      this.#chunk[this.#used++] = unit & 0xff;
    }
  }

  #text(text: string): void {
    // A UTF-16 unit takes three bytes at most; five more are for the length.
    if (text.length * 3 + 5 > CHUNK) {
      const bytes = this.#encoder.encode(text);
      this.#count(bytes.length);
      this.end();
      this.#sink(bytes);
      return;
    }
    this.#room(text.length * 3 + 5);
    const start = this.#used + 5;
    const { written } = this.#encoder.encodeInto(text, this.#chunk.subarray(start));
    this.#count(written);
    this.#chunk.copyWithin(this.#used, start, start + written);
    this.#used += written;
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
    for (const element of list) this.write(element);
  }

  /** A record counts as its text; plans send the same body to many machines, so the text is kept for each object. */
  #record(record: object): void {
    this.#byte(RECORD);
    const known = this.#texts.get(record);
    const text = known ?? canonicalText(record);
    if (known === undefined) this.#texts.set(record, text);
    this.#string(text);
  }

  #byte(byte: number): void {
    this.#room(1);
    this.#chunk[this.#used++] = byte;
  }

  /** Seven bits a byte, the lowest first; the top bit says that more follow. */
  #count(count: number): void {
    this.#room(5);
    let rest = count;
    while (rest > 0x7f) {
      this.#chunk[this.#used++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#chunk[this.#used++] = rest;
  }

  #room(bytes: number): void {
    if (this.#used + bytes > CHUNK) this.end();
  }
}

/** JSON with the keys in order. */
function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, element]) => `${JSON.stringify(key)}:${canonicalText(element)}`).join(',')}}`;
}
