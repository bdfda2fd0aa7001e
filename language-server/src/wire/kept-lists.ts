import type { LangiumDocument } from 'langium';
import { type Bytes, encoded, withBytes } from './answer-bytes.ts';
import { ListBytes } from './list-bytes.ts';

const OPEN = encoded('[');
const CLOSE = encoded(']');

/** What was sent last of each file, where an answer is a list. */
export class KeptLists<T extends object> {
  readonly #kept = new WeakMap<LangiumDocument, ListBytes<T>>();
  readonly #textOf: ((part: T) => string) | undefined;

  constructor(textOf?: (part: T) => string) {
    this.#textOf = textOf;
  }

  /** The list as an answer; its parts are never written to and stay the same objects where they say the same. */
  answer(document: LangiumDocument, list: T[]): T[] {
    return withBytes(list, () => [OPEN, ...this.partsOf(document, list), CLOSE]);
  }

  /** What stands between the brackets. */
  partsOf(document: LangiumDocument, list: readonly T[]): Bytes {
    let kept = this.#kept.get(document);
    if (kept === undefined) {
      kept = new ListBytes(this.#textOf);
      this.#kept.set(document, kept);
    }
    return kept.of(list);
  }
}
