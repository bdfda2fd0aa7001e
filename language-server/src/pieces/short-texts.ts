const SLOTS = 1024;
/** What is longer is told once, mostly. */
const LONGEST = 32;

/**
 * Cuts texts out of others, and gives the same string again for the same text. A large runbook names its twenty datastores
 * ten thousand times. The last text of each slot is remembered, so that this takes no more memory than it does.
 */
export class ShortTexts {
  readonly #slots: string[] = new Array<string>(SLOTS).fill('');

  cut(from: string, start: number, end: number): string {
    const length = end - start;
    if (length > LONGEST) return from.slice(start, end);
    let hash = length;
    for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + from.charCodeAt(at)) | 0;
    const slot = (hash ^ (hash >>> 10)) & (SLOTS - 1);
    const known = this.#slots[slot] ?? '';
    if (known.length === length && from.startsWith(known, start)) return known;
    // A part of a longer one: cut out of the text itself, it would keep the text for as long as it is remembered.
    const cut = ` ${from.slice(start, end)}`.slice(1);
    this.#slots[slot] = cut;
    return cut;
  }
}
