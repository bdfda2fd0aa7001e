/**
 * Lower case of names that are asked for over and over: ids of Azure are long, and a run compares those of ten thousand
 * machines at every look. It keeps each name for good, so it is for those of one vault.
 */
export class LowerCase {
  readonly #known = new Map<string, string>();

  of(name: string): string {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const lower = name.toLowerCase();
    this.#known.set(name, lower);
    return lower;
  }
}
