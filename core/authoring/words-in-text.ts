/** How names and texts of the world are written in a runbook. */

/** What the grammar reads as a name. @source grammar/failback.langium, terminal WORD */
const NAME = /^[A-Za-z0-9_](?:[\w.-]*[A-Za-z0-9_])?$/;

/** What begins with a digit and is read as a quantity, a date or a time instead. */
const NO_NAME =
  /^(?:\d+(?:\.\d+)?(?:[kmgtp]i?b(?:ps)?|s|secs?|seconds?|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)|\d+\.\d+|\d{4}-\d{2}-\d{2}(?:T.*)?)$/i;

/** Words with a meaning of their own where a value stands. */
const TAKEN = /^(?:true|false)$/i;

export function isName(text: string): boolean {
  return NAME.test(text) && !NO_NAME.test(text) && !TAKEN.test(text);
}

/** Texts have no escapes, so what holds a quote or a line end cannot be written; and a blank one would say nothing. */
export function isText(text: string): boolean {
  return text.trim() !== '' && !/["\r\n]/.test(text);
}

export function quoted(text: string): string {
  return `"${text}"`;
}

/**
 * Gives each thing of a namespace a name that can be written. Names compare without case, so two that differ only in it
 * get different ones.
 */
export class NameBook {
  readonly #taken = new Set<string>();
  readonly #fallback: string;

  /** @param fallback what a thing is called whose own name has nothing to write: `machine` */
  constructor(fallback: string) {
    this.#fallback = fallback;
  }

  /** A name that nobody has yet, as near as possible to the one that is wanted. */
  take(wanted: string): string {
    const near = isName(wanted) ? wanted : this.#near(wanted);
    for (let count = 1; ; count += 1) {
      const name = count === 1 ? near : `${near}-${count}`;
      if (this.#taken.has(name.toLowerCase())) continue;
      this.#taken.add(name.toLowerCase());
      return name;
    }
  }

  isTaken(name: string): boolean {
    return this.#taken.has(name.toLowerCase());
  }

  #near(wanted: string): string {
    const plain = wanted
      .normalize('NFKD')
      .replaceAll(/\p{M}/gu, '')
      .replaceAll(/[^\w.-]+/g, '-')
      .replaceAll(/^[.-]+|[.-]+$/g, '');
    if (plain === '') return this.#fallback;
    return isName(plain) ? plain : `${this.#fallback}-${plain}`;
  }
}

/** Names in the order in which people count: `web-2` before `web-10`. */
export function inNaturalOrder(one: string, other: string): number {
  return collator.compare(one, other) || (one < other ? -1 : one > other ? 1 : 0);
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
