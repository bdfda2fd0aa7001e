/**
 * What a rule is. One file a rule, one ordered catalogue; editor, command line, plan, preflight and docs all read it.
 *
 * A rule looks at the runbook and at the captured world and yields a verdict for each thing it judges:
 * *holds* (a captured fact, fresh enough, or the text alone says so), *broken*, *declared* (the runbook says so and nobody
 * looked) or *unknown* (no fact, or one older than its time to live). Unknown is never green.
 */

import type { Seconds } from '../quantity.ts';
import type { Architecture } from '../runbook/runbook.ts';
import type { SourceRange } from '../runbook/source.ts';
import type { Judgement } from './assessment.ts';
import type { Check } from './check.ts';
import type { MachineField } from './run-change.ts';
import type { QuickFix, RuleCode, RuleContext, RuleKind, Severity, Verdict } from './verdict.ts';

/** Where a rule can be decided: from the text alone, with an inventory, just before a wave, or only while it runs. */
export type DecidedBy = 'text' | 'inventory' | 'preflight' | 'run';

export interface RuleSource {
  /** Article or recording, by the name Microsoft gave it. */
  readonly article: string;
  readonly url: string | undefined;
  /** What it says, in a sentence. */
  readonly says: string;
  /** `unverified` is shown with every finding of the rule, and such a rule is never an error. */
  readonly confidence: 'documented' | 'observed' | 'inferred' | 'unverified';
}

/** What the first round came to, for the rules about statements. */
export interface Judged {
  /** Every rule there is, whatever its architecture. */
  readonly rules: readonly Rule[];
  judgementsOf(code: RuleCode): Iterable<Judgement>;
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
  /** How a person sees the fact without this tool: a place in the portal, a command. */
  readonly byHand: string;
  /** Where its facts are seen, if not in Azure: `failback capture` reads vCenter where it may sign in, and no guest. */
  readonly seenIn?: 'vcenter' | 'guest';
  /** How a breach is mended, in general; the docs page shows it. */
  readonly mend: string;
  /** What the page of the rule shows besides, as Markdown. */
  readonly details?: string;
  /** What is wrong here, then why it matters. */
  message(params: P): string;
  /** What to do here. */
  remedy(params: P): string;
  /**
   * Of a check about the whole run: what it looks at in machines besides `ALWAYS_READ`. Its verdicts stand while nothing
   * else changed. A rule that does not say is judged anew each time.
   */
  readonly reads?: readonly MachineField[];
  readonly check: Check<P>;
  /** Judged once all rules have checked: what people said about the findings (accept, attest). */
  checkAfterwards?(judged: Judged, context: RuleContext): Iterable<Verdict<P>>;
  fix?(params: P, at: SourceRange, context: RuleContext): QuickFix | undefined;
}

/** A rule as its file writes it; what is the same for most rules may be left out. */
type RuleDefinition<P> = Omit<Rule<P>, 'losesData' | 'serviceErrors' | 'remedy'> &
  Partial<Pick<Rule<P>, 'losesData' | 'serviceErrors' | 'remedy'>>;

/** Keeps the parameter type within one rule, and forgets it outside. */
export function defineRule<P>(definition: RuleDefinition<P>): Rule {
  const rule: Rule<P> = { losesData: false, serviceErrors: [], remedy: () => definition.mend, ...definition };
  return Object.freeze(rule) as Rule;
}
