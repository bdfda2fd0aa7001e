import { afterLineBreak, endOfLine } from './scan-text.ts';

/** A chunk longer than this is cut; one shorter than a quarter of it is joined to its neighbour. */
const LONGEST = 12_000;
const SHORTEST = LONGEST / 4;

interface Chunk {
  readonly text: string;
  /** Offsets in the chunk at which its lines begin, but for a line that began in the chunk before. */
  readonly lineStarts: readonly number[];
}

/**
 * A text that never changes and is cheap to make another one from: the chunks that an edit does not touch are shared.
 * Lines end as the Language Server Protocol has it: with `\r\n`, `\n` or `\r`; no chunk ends between `\r` and `\n`.
 */
export class ChunkedText {
  readonly length: number;
  readonly lineCount: number;
  readonly #chunks: readonly Chunk[];
  /** Where each chunk begins, and how many lines begin before it (the first line is not counted). */
  readonly #offsets: readonly number[];
  readonly #lines: readonly number[];
  #joined: string | undefined;

  static of(text: string): ChunkedText {
    return new ChunkedText(chunksOf(text), text);
  }

  private constructor(chunks: readonly Chunk[], joined?: string) {
    const offsets: number[] = [];
    const lines: number[] = [];
    let offset = 0;
    let line = 0;
    for (const chunk of chunks) {
      offsets.push(offset);
      lines.push(line);
      offset += chunk.text.length;
      line += chunk.lineStarts.length;
    }
    this.#chunks = chunks;
    this.#offsets = offsets;
    this.#lines = lines;
    this.#joined = joined;
    this.length = offset;
    this.lineCount = line + 1;
  }

  toString(): string {
    this.#joined ??= this.#chunks.map((chunk) => chunk.text).join('');
    return this.#joined;
  }

  slice(start: number, end: number): string {
    if (end <= start) return '';
    const first = lastAtMost(this.#offsets, start);
    const from = start - (this.#offsets[first] ?? 0);
    let text = this.#textOf(first).slice(from, from + end - start);
    for (let index = first + 1; index < this.#chunks.length && text.length < end - start; index++) {
      text += this.#textOf(index).slice(0, end - start - text.length);
    }
    return text;
  }

  charCodeAt(offset: number): number {
    const index = lastAtMost(this.#offsets, offset);
    return this.#textOf(index).charCodeAt(offset - (this.#offsets[index] ?? 0));
  }

  /** The offset at which a line begins; the end of the text for a line behind the last. */
  startOfLine(line: number): number {
    if (line <= 0) return 0;
    if (line >= this.lineCount) return this.length;
    const index = lastAtMost(this.#lines, line - 1);
    const within = this.#chunks[index]?.lineStarts[line - 1 - (this.#lines[index] ?? 0)] ?? 0;
    return (this.#offsets[index] ?? 0) + within;
  }

  lineAt(offset: number): number {
    const index = lastAtMost(this.#offsets, offset);
    const starts = this.#chunks[index]?.lineStarts ?? [];
    const within = offset - (this.#offsets[index] ?? 0);
    return (this.#lines[index] ?? 0) + lastAtMost(starts, within) + 1;
  }

  /** The text with something else between two offsets. */
  replaced(start: number, end: number, inserted: string): ChunkedText {
    let first = lastAtMost(this.#offsets, start);
    let last = lastAtMost(this.#offsets, end);
    // What stands at the edge may become one line break with what is inserted.
    if (first > 0 && start === this.#offsets[first]) first--;
    const before = this.slice(this.#offsets[first] ?? 0, start);
    let after = this.slice(end, this.#offsets[last + 1] ?? this.length);
    while (
      last + 1 < this.#chunks.length &&
      (after === '' || before.length + inserted.length + after.length < SHORTEST)
    ) {
      last++;
      after += this.#textOf(last);
    }
    const made = chunksOf(before + inserted + after);
    return new ChunkedText([...this.#chunks.slice(0, first), ...made, ...this.#chunks.slice(last + 1)]);
  }

  #textOf(index: number): string {
    return this.#chunks[index]?.text ?? '';
  }
}

function chunksOf(text: string): Chunk[] {
  const chunks: Chunk[] = [];
  let start = 0;
  while (text.length - start > LONGEST) {
    let end = start + LONGEST * (2 / 3);
    if (text[end - 1] === '\r' && text[end] === '\n') end++;
    chunks.push(chunkOf(text.slice(start, end)));
    start = end;
  }
  if (start < text.length || start === 0) chunks.push(chunkOf(text.slice(start)));
  return chunks;
}

function chunkOf(text: string): Chunk {
  const lineStarts: number[] = [];
  for (let at = endOfLine(text, 0); at < text.length; at = endOfLine(text, at)) {
    at = afterLineBreak(text, at);
    lineStarts.push(at);
  }
  return { text, lineStarts };
}

/** Index of the last number that is at most `limit`; numbers ascend. -1 when there is none. */
function lastAtMost(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
