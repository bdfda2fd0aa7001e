import type { Instant } from './virtual-clock.ts';

interface Due {
  readonly at: Instant;
  /** Decides between two that fall due at one moment, so that the order of arrival does not. */
  readonly key: string;
  readonly happen: () => void;
}

/**
 * What will happen, soonest first: a binary heap. Nothing ticks; whoever looks at the estate first lets fall due what
 * is due, so ten thousand machines at rest cost nothing.
 */
export class DueQueue {
  readonly #heap: Due[] = [];

  schedule(at: Instant, key: string, happen: () => void): void {
    this.#heap.push({ at, key, happen });
    this.#rise(this.#heap.length - 1);
  }

  /** Lets everything happen that is due at `now`, in order; what happens may schedule more. */
  settle(now: Instant): void {
    for (let first = this.#heap[0]; first !== undefined && first.at <= now; first = this.#heap[0]) {
      this.#removeFirst();
      first.happen();
    }
  }

  #removeFirst(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#sink(0);
  }

  #rise(from: number): void {
    for (let index = from; index > 0; ) {
      const parent = (index - 1) >> 1;
      if (!this.#sooner(index, parent)) return;
      this.#swap(index, parent);
      index = parent;
    }
  }

  #sink(from: number): void {
    for (let index = from; ; ) {
      let least = index;
      for (const child of [2 * index + 1, 2 * index + 2])
        if (child < this.#heap.length && this.#sooner(child, least)) least = child;
      if (least === index) return;
      this.#swap(index, least);
      index = least;
    }
  }

  #sooner(one: number, other: number): boolean {
    const a = this.#heap[one] as Due;
    const b = this.#heap[other] as Due;
    return a.at < b.at || (a.at === b.at && a.key < b.key);
  }

  #swap(one: number, other: number): void {
    const kept = this.#heap[one] as Due;
    this.#heap[one] = this.#heap[other] as Due;
    this.#heap[other] = kept;
  }
}
