import type { SourceRange } from '../../../core/runbook/source.ts';
import type { TextProblem, TextProblemCode } from './text-problem.ts';

type Details = Pick<TextProblem, 'replacement' | 'related'>;

/** Collects what is wrong with the text while it is lowered. */
export class ProblemList {
  readonly found: TextProblem[] = [];

  error(code: TextProblemCode, at: SourceRange, message: string, details: Details = {}): void {
    this.found.push({ at, severity: 'error', code, message, ...details });
  }

  warning(code: TextProblemCode, at: SourceRange, message: string, details: Details = {}): void {
    this.found.push({ at, severity: 'warning', code, message, ...details });
  }
}
