/** A set that costs one field while it holds one thing: most names are used once. */
export class SmallSet<T extends object> {
  #held: T | Set<T> | undefined;

  get size(): number {
    if (this.#held instanceof Set) return this.#held.size;
    return this.#held === undefined ? 0 : 1;
  }

  add(one: T): void {
    if (this.#held instanceof Set) this.#held.add(one);
    else if (this.#held === undefined) this.#held = one;
    else if (this.#held !== one) this.#held = new Set([this.#held, one]);
  }

  delete(one: T): void {
    if (this.#held instanceof Set) this.#held.delete(one);
    else if (this.#held === one) this.#held = undefined;
  }

  clear(): void {
    this.#held = undefined;
  }

  forEach(tell: (one: T) => void): void {
    if (this.#held instanceof Set) for (const one of this.#held) tell(one);
    else if (this.#held !== undefined) tell(this.#held);
  }

  *[Symbol.iterator](): Iterator<T> {
    if (this.#held instanceof Set) yield* this.#held;
    else if (this.#held !== undefined) yield this.#held;
  }
}
