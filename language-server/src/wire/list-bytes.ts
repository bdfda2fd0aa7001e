import { type Bytes, encoded } from './answer-bytes.ts';

/** So many parts are written together: few enough to write anew for a keystroke, many enough to cost little each. */
const RUN = 64;

const COMMA = encoded(',');

/**
 * The parts of a list as JSON has them between its brackets, kept from answer to answer. A part that is the same object at
 * the same place is taken to say the same, so parts must never be written to.
 */
export class ListBytes<T extends object> {
  readonly #textOf: (part: T) => string;
  #parts: readonly T[] = [];
  #runs: readonly Uint8Array[] = [];

  constructor(textOf: (part: T) => string = (part) => JSON.stringify(part)) {
    this.#textOf = textOf;
  }

  of(parts: readonly T[]): Bytes {
    const before = this.#parts;
    const runs: Uint8Array[] = [];
    const bytes: Uint8Array[] = [];
    for (let from = 0; from < parts.length; from += RUN) {
      const to = Math.min(from + RUN, parts.length);
      const known = isSame(before, parts, from, to) ? this.#runs[runs.length] : undefined;
      const run = known ?? encoded(parts.slice(from, to).map(this.#textOf).join(','));
      runs.push(run);
      if (from > 0) bytes.push(COMMA);
      bytes.push(run);
    }
    this.#parts = parts;
    this.#runs = runs;
    return bytes;
  }
}

/** Whether a run has the same parts in both lists, and in both no others. */
function isSame(before: readonly unknown[], parts: readonly unknown[], from: number, to: number): boolean {
  if (to > before.length || (to - from < RUN && before.length !== to)) return false;
  for (let at = from; at < to; at++) if (before[at] !== parts[at]) return false;
  return true;
}
