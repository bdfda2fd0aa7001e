import type { Timestamp } from '../quantity.ts';
import type { Architecture } from '../runbook/runbook.ts';
import type { SourceRange } from '../runbook/source.ts';
import type { MissingFact, QuickFix, Related, RuleCode, RuleKind, Severity } from './verdict.ts';

/** How a rule stands for one subject once acceptances and attestations are taken into account. */
export type Standing = 'holds' | 'broken' | 'declared' | 'unknown' | 'accepted' | 'attested';

/** One cell of the readiness table: a rule and what it judged (a machine, an appliance, the runbook, …). */
export interface Judgement {
  readonly code: RuleCode;
  readonly subject: string;
  readonly standing: Standing;
  readonly seenAt: Timestamp | undefined;
}

/** What a person is told. Unknown prerequisites and declared ones are findings too, with the fact that is missing. */
export interface Finding {
  readonly code: RuleCode;
  readonly title: string;
  readonly kind: RuleKind;
  readonly severity: Severity;
  readonly standing: Exclude<Standing, 'holds' | 'attested'>;
  readonly subject: string;
  readonly at: SourceRange;
  /** Full sentences: what is wrong here, and why it matters. */
  readonly message: string;
  /** What to do. */
  readonly remedy: string;
  readonly related: readonly Related[];
  readonly missing: MissingFact | undefined;
  readonly acceptedBecause: string | undefined;
  readonly fix: QuickFix | undefined;
  /** A live run does not start while this stands. */
  readonly blocks: boolean;
}

/** The answer of the whole catalogue to one runbook and one inventory. */
export interface Assessment {
  readonly architecture: Architecture;
  readonly judgements: readonly Judgement[];
  /** By place in the text, then by code. */
  readonly findings: readonly Finding[];
}
