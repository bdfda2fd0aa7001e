/**
 * What a rule says of one thing that it judges, in the words that rules, checks and assessments share.
 */

import type { Inventory } from '../inventory/inventory.ts';
import type { Timestamp } from '../quantity.ts';
import type { Runbook } from '../runbook/runbook.ts';
import type { SourceRange } from '../runbook/source.ts';

export type RuleCode = `FB${string}`;
export type Severity = 'error' | 'warning' | 'info';

/** A prerequisite can be broken; a step guard holds while a step is taken; advice has a trigger only. */
export type RuleKind = 'prerequisite' | 'guard' | 'advice';

export interface RuleContext {
  readonly runbook: Runbook;
  /** Undefined: nobody captured anything. */
  readonly inventory: Inventory | undefined;
  /** The moment for which facts must be fresh. */
  readonly now: Date;
}

/** What every verdict says of itself. */
interface VerdictBase {
  /** The machine, appliance, … that is judged. */
  readonly subject: string;
  readonly at: SourceRange;
}

/** When the captured facts behind a verdict were seen (the oldest of them), and what they are. */
interface Basis {
  /** Undefined: the text alone decides. */
  readonly seenAt: Timestamp | undefined;
  /** Noun phrase without the subject: `power state of the Azure machine`. */
  readonly fact: string;
}

export type Verdict<P> =
  | (VerdictBase & Basis & { readonly kind: 'holds' })
  | (VerdictBase &
      Basis & {
        readonly kind: 'broken';
        readonly params: P;
        readonly related?: readonly Related[] | undefined;
        /** Where this breach is milder than the rule's severity. */
        readonly severity?: Severity | undefined;
      })
  | (VerdictBase & {
      readonly kind: 'declared' | 'unknown';
      readonly missing: MissingFact;
      readonly severity?: Severity | undefined;
    });

/** How to get a fact that is missing. */
export interface MissingFact {
  /** For example `health of the reprotect agent of 'asr-app-01'`. */
  readonly fact: string;
  /** One sentence, or a command on its own line. */
  readonly how: string;
  /** Why it is missing, as a clause: `nobody captured …`, `the last look at … is 3 days old, and it counts for 4 h`. */
  readonly reason: string;
  /** Nobody knows because the rule broke down, which is a fault of failback and is told by itself. */
  readonly crashed?: true;
}

export interface Related {
  readonly at: SourceRange;
  readonly message: string;
}

/** A text edit that mends a finding. `range` undefined: the finding's own range. */
export interface QuickFix {
  readonly title: string;
  readonly edits: readonly { readonly range: SourceRange; readonly newText: string }[];
}
