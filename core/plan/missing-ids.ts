/** What calls need and nobody could find, with the machines that need it. Told as one sentence each. */
export class MissingIds {
  readonly #who = new Map<string, Set<string>>();

  /** Notes that something is missing and answers null, the place where its id should stand. */
  note(what: string, who: string): null {
    const known = this.#who.get(what);
    if (known === undefined) this.#who.set(what, new Set([who]));
    else known.add(who);
    return null;
  }

  sentences(): string[] {
    return [...this.#who].map(([what, who]) => `${what} (needed by ${someOf([...who])}).`);
  }
}

/** `'a', 'b', 'c' and 9 more`. */
export function someOf(names: readonly string[], shown = 3): string {
  const quoted = names.slice(0, shown).map((name) => `'${name}'`);
  if (names.length > shown) return `${quoted.join(', ')} and ${names.length - shown} more`;
  const last = quoted.pop() ?? '';
  return quoted.length === 0 ? last : `${quoted.join(', ')} and ${last}`;
}
