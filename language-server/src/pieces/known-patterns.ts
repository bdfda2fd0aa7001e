import type { TokenScan } from '../parser/token-scan.ts';
import type { Pattern } from './pattern.ts';

interface Known {
  readonly marks: Int32Array;
  readonly pattern: Pattern;
  /** Another one with the same hash. */
  readonly next: Known | undefined;
}

/** So many tokens of patterns are kept before the oldest are let go: some megabytes. */
const MOST_TOKENS = 50_000;
/** A text that is longer is a list of its own kind, and not likely to come again. */
const LONGEST = 2000;

/**
 * Patterns by the tokens that they are for. What was not used while as many others as are kept came by is forgotten; a
 * piece holds on to the pattern by which it was read.
 */
export class KnownPatterns {
  #young = new Map<number, Known>();
  #old = new Map<number, Known>();
  #tokens = 0;

  find(scan: TokenScan): Pattern | undefined {
    const known = among(this.#young, scan);
    if (known !== undefined) return known.pattern;
    const old = among(this.#old, scan);
    if (old !== undefined) this.#keep(scan.hash, old);
    return old?.pattern;
  }

  add(scan: TokenScan, pattern: Pattern): void {
    if (scan.count <= LONGEST) this.#keep(scan.hash, { marks: scan.marks.slice(0, scan.count), pattern });
  }

  #keep(hash: number, { marks, pattern }: Pick<Known, 'marks' | 'pattern'>): void {
    if (this.#tokens > MOST_TOKENS) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#tokens = 0;
    }
    this.#tokens += marks.length;
    this.#young.set(hash, { marks, pattern, next: this.#young.get(hash) });
  }
}

function among(known: ReadonlyMap<number, Known>, scan: TokenScan): Known | undefined {
  let one = known.get(scan.hash);
  while (one !== undefined && !isFor(one.marks, scan)) one = one.next;
  return one;
}

function isFor(marks: Int32Array, { marks: scanned, count }: TokenScan): boolean {
  if (marks.length !== count) return false;
  for (let at = 0; at < count; at++) if (marks[at] !== scanned[at]) return false;
  return true;
}
