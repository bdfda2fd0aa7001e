import type { SourceRange } from '../../../core/runbook/source.ts';

/** Something wrong with the text itself: data with a code, never thrown. The catalogue's rules are not among these. */
export interface TextProblem {
  readonly at: SourceRange;
  readonly severity: 'error' | 'warning';
  readonly code: TextProblemCode;
  /** What is wrong, why it matters where that is not plain, and what to do. */
  readonly message: string;
  /** What a quick fix would put in the place of the range. */
  readonly replacement?: { readonly title: string; readonly text: string };
  /** Other places that belong to it. */
  readonly related?: readonly { readonly at: SourceRange; readonly message: string }[];
}

export type TextProblemCode =
  | 'syntax'
  | 'unexpected-character'
  | 'unclosed-block'
  | 'nested-block'
  | 'missing-braces'
  | 'surplus-brace'
  | 'outside-block'
  | 'too-deep'
  | 'unclosed-quote'
  | 'missing-quotes'
  | 'empty-text'
  | 'unknown-key'
  | 'unknown-word'
  | 'unknown-name'
  | 'unknown-fact'
  | 'wrong-kind-of-name'
  | 'wrong-architecture'
  | 'bad-quantity'
  | 'bad-number'
  | 'bad-date'
  | 'duplicate-name'
  | 'claimed-twice'
  | 'written-twice'
  | 'person-twice'
  | 'missing-value'
  | 'missing-setting'
  | 'missing-file'
  | 'missing-import'
  | 'imported-runbook'
  | 'second-runbook'
  | 'second-defaults'
  | 'wave-cycle'
  | 'empty-list';
