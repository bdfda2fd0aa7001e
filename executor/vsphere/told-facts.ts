import type { SeenObject } from './retrieve.ts';
import type { Untold } from './untold.ts';
import { nameOf, wordOf } from './vim-value.ts';
import type { XmlNode } from './xml-reader.ts';

/** An object lacks a fact that its entry cannot do without. It is left out and told, never filled with a guess. */
export class Unread extends Error {}

/** What one object tells, with the difference between "not set" and "not to be had" kept. */
export class ToldFacts {
  readonly name: string;
  readonly #object: SeenObject;
  readonly #what: string;
  readonly #untold: Untold;

  constructor(object: SeenObject, what: string, untold: Untold) {
    this.#object = object;
    this.#what = what;
    this.#untold = untold;
    this.name = nameOf(object.value('name')) ?? object.ref.id;
  }

  /** A fact that may be unset. That it could not be read is told, and it counts as never captured. */
  may(path: string): XmlNode | undefined {
    const reason = this.#object.missing.get(path);
    if (reason !== undefined) this.#untold.note(this.#what, this.name, `'${path}' could not be read: ${reason}`);
    return this.#object.value(path);
  }

  /** A word of a closed choice. One that nobody knows is told, and counts as never captured. */
  word(path: string, known: ReadonlySet<string>): string | undefined {
    const node = this.may(path);
    const word = wordOf(node, known);
    if (node !== undefined && word === undefined)
      this.#untold.note(
        this.#what,
        this.name,
        `'${path}' is a word that nobody here knows: '${(node.text ?? '').slice(0, 40)}'`,
      );
    return word;
  }

  /** A fact whose absence says something itself (no snapshots), so it must be known that it is unset. @throws Unread */
  unsetOr(path: string): XmlNode | undefined {
    const reason = this.#object.missing.get(path);
    if (reason !== undefined) throw new Unread(`'${path}' could not be read: ${reason}`);
    return this.#object.value(path);
  }

  /** @throws Unread when there is no such value */
  must<T>(path: string, read: (node: XmlNode | undefined) => T | undefined): T {
    const value = read(this.unsetOr(path));
    if (value === undefined) throw new Unread(`'${path}' was not told, or not in a way that anybody understands`);
    return value;
  }
}

/** Reads an object, or tells why it is left out. @param onUnread hears of it as well, with the reason as a clause */
export function orTold<T>(
  object: SeenObject,
  what: string,
  untold: Untold,
  read: (facts: ToldFacts) => T,
  onUnread?: (name: string, reason: string) => void,
): T | undefined {
  const facts = new ToldFacts(object, what, untold);
  try {
    return read(facts);
  } catch (error) {
    if (!(error instanceof Unread)) throw error;
    untold.note(what, facts.name, `Left out: ${error.message}.`);
    onUnread?.(facts.name, error.message);
    return undefined;
  }
}
