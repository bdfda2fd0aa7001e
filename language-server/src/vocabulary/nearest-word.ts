/** The word that was probably meant: the nearest one, if a typing mistake or two lead to it; of equals the first by letters. */
export function nearestWord(written: string, candidates: Iterable<string>): string | undefined {
  const wanted = written.toLowerCase();
  const distances = new DistancesFrom(wanted);
  let best: string | undefined;
  let least = toleranceFor(wanted);
  for (const word of candidates) {
    const distance = distances.to(word.toLowerCase(), least);
    if (distance > least || (distance === least && best !== undefined && best <= word)) continue;
    best = word;
    least = distance;
  }
  return best;
}

/** How many mistakes a hand makes in a word of this length. */
function toleranceFor(wanted: string): number {
  return Math.max(1, Math.floor(wanted.length / 3));
}

/** Damerau's distances from one word: a swap of neighbours counts once. The rows are used again for each word. */
class DistancesFrom {
  readonly #wanted: string;
  #beforeLast: number[] = [];
  #last: number[] = [];
  #row: number[] = [];

  constructor(wanted: string) {
    this.#wanted = wanted;
  }

  /** Exact up to `most`; beyond it only that it is more, for then the rest need not be looked at. */
  to(b: string, most: number): number {
    const a = this.#wanted;
    if (Math.abs(a.length - b.length) > most) return most + 1;
    for (let j = 0; j <= b.length; j++) this.#last[j] = j;
    for (let i = 1; i <= a.length; i++) {
      const row = this.#row;
      const last = this.#last;
      row[0] = i;
      let leastInRow = i;
      for (let j = 1; j <= b.length; j++) {
        const cost = a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1;
        let least = Math.min((row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
        const swapped =
          i > 1 && j > 1 && a.charCodeAt(i - 1) === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1);
        if (swapped) least = Math.min(least, (this.#beforeLast[j - 2] ?? 0) + 1);
        row[j] = least;
        if (least < leastInRow) leastInRow = least;
      }
      // A swap reaches back two rows, so one row beyond the bound is not yet the end.
      if (leastInRow > most + 1) return most + 1;
      this.#row = this.#beforeLast;
      this.#beforeLast = last;
      this.#last = row;
    }
    return this.#last[b.length] ?? 0;
  }
}
