/**
 * What a rule is. One file a rule, one ordered catalogue; editor, command line, plan, preflight and docs all read it.
 *
 * A rule looks at the runbook and at the captured world and yields a verdict for each thing it judges:
 * *holds* (a captured fact, fresh enough, or the text alone says so), *broken*, *declared* (the runbook says so and nobody
 * looked) or *unknown* (no fact, or one older than its time to live). Unknown is never green.
 */

import type { Inventory } from '../inventory/inventory.ts';
import type { Seconds, Timestamp } from '../quantity.ts';
import type { Architecture, Runbook } from '../runbook/runbook.ts';
import type { SourceRange } from '../runbook/source.ts';

export type RuleCode = `FB${string}`;
export type Severity = 'error' | 'warning' | 'info';

/** Where a rule can be decided: from the text alone, with an inventory, just before a wave, or only while it runs. */
export type DecidedBy = 'text' | 'inventory' | 'preflight' | 'run';

/** A prerequisite can be broken; a step guard holds while a step is taken; advice has a trigger only. */
export type RuleKind = 'prerequisite' | 'guard' | 'advice';

export interface RuleSource {
  /** Article or recording, by the name Microsoft gave it. */
  readonly article: string;
  readonly url: string | undefined;
  /** What it says, in a sentence. */
  readonly says: string;
  /** `unverified` is shown with every finding of the rule, and such a rule is never an error. */
  readonly confidence: 'documented' | 'observed' | 'inferred' | 'unverified';
}

/** How to get a fact that is missing. */
export interface MissingFact {
  /** For example `health of the reprotect agent of 'asr-app-01'`. */
  readonly fact: string;
  /** One sentence, or a command on its own line. */
  readonly how: string;
}

export type Verdict<P> =
  | {
      readonly kind: 'holds';
      readonly subject: string;
      readonly at: SourceRange;
      readonly seenAt: Timestamp | undefined;
    }
  | {
      readonly kind: 'broken';
      readonly subject: string;
      readonly at: SourceRange;
      readonly params: P;
      readonly related?: readonly Related[];
    }
  | { readonly kind: 'declared'; readonly subject: string; readonly at: SourceRange; readonly missing: MissingFact }
  | { readonly kind: 'unknown'; readonly subject: string; readonly at: SourceRange; readonly missing: MissingFact };

export interface Related {
  readonly at: SourceRange;
  readonly message: string;
}

export interface RuleContext {
  readonly runbook: Runbook;
  /** Undefined: nobody captured anything. */
  readonly inventory: Inventory | undefined;
  /** The moment for which facts must be fresh. */
  readonly now: Date;
}

/** A text edit that mends a finding. `range` undefined: the finding's own range. */
export interface QuickFix {
  readonly title: string;
  readonly edits: readonly { readonly range: SourceRange; readonly newText: string }[];
}

export interface Rule<P = unknown> {
  readonly code: RuleCode;
  /** Fixed, without names: `Datastore out of the appliance's reach`. */
  readonly title: string;
  readonly kind: RuleKind;
  readonly severity: Severity;
  /** Why this severity, in a sentence. */
  readonly severityBecause: string;
  readonly architecture: Architecture | 'both';
  readonly decidedBy: readonly DecidedBy[];
  /** How long a captured fact counts; undefined when the text decides alone. */
  readonly timeToLive: Seconds | undefined;
  readonly source: RuleSource;
  /** Breaching it loses data, so nobody can accept it. */
  readonly losesData: boolean;
  /** Error codes of the service that this rule would have prevented. */
  readonly serviceErrors: readonly string[];
  /** What is wrong here, then why it matters. */
  message(params: P): string;
  /** What to do. */
  remedy(params: P): string;
  check(context: RuleContext): Iterable<Verdict<P>>;
  fix?(params: P, at: SourceRange, context: RuleContext): QuickFix | undefined;
}

/** Keeps the parameter type within one rule, and forgets it outside. */
export function defineRule<P>(rule: Rule<P>): Rule {
  return Object.freeze(rule) as Rule;
}
