import type { TextProblem } from './text-problem.ts';

const NOTHING: readonly TextProblem[] = [];

/** What is told of a block, by who tells it, in this order where the place is the same. */
const TELLERS = ['text', 'references', 'duplicates', 'architecture', 'head', 'lowering'] as const;

export type Teller = (typeof TELLERS)[number];

/** The problems of one block. Most have none, and those cost one field. */
export class KeptProblems {
  #told: Map<Teller, readonly TextProblem[]> | undefined;

  /** Answers whether that changed anything. */
  tell(teller: Teller, problems: readonly TextProblem[]): boolean {
    const before = this.#told?.get(teller) ?? NOTHING;
    if (problems.length === 0 && before.length === 0) return false;
    this.#told ??= new Map();
    this.#told.set(teller, problems);
    return true;
  }

  get isQuiet(): boolean {
    if (this.#told === undefined) return true;
    for (const problems of this.#told.values()) if (problems.length > 0) return false;
    return true;
  }

  addTo(all: TextProblem[]): void {
    if (this.#told === undefined) return;
    for (const teller of TELLERS) for (const problem of this.#told.get(teller) ?? NOTHING) all.push(problem);
  }
}
