import type { SourceRange } from '../../../core/runbook/source.ts';
import type { TextProblem, TextProblemCode } from './text-problem.ts';

type Details = Pick<TextProblem, 'replacement' | 'related'>;

const NOTHING: readonly TextProblem[] = [];

/** Collects what is wrong with the text while it is lowered. */
export class ProblemList {
  #found: TextProblem[] | undefined;

  get found(): readonly TextProblem[] {
    return this.#found ?? NOTHING;
  }

  error(code: TextProblemCode, at: SourceRange, message: string, details: Details = {}): void {
    this.#add({ at, severity: 'error', code, message, ...details });
  }

  warning(code: TextProblemCode, at: SourceRange, message: string, details: Details = {}): void {
    this.#add({ at, severity: 'warning', code, message, ...details });
  }

  #add(problem: TextProblem): void {
    this.#found ??= [];
    this.#found.push(problem);
  }
}
