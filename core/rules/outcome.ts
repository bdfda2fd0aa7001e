import type { Timestamp } from '../quantity.ts';
import type { SourceRange } from '../runbook/source.ts';
import type { Related, Severity, Verdict } from './verdict.ts';

/** Anything that was captured at a moment. */
export interface Seen {
  readonly seenAt: Timestamp;
}

/** What a rule says of one subject; `verdictOn` makes the verdict of it. */
export type Outcome<P> = { readonly at?: SourceRange | undefined; readonly severity?: Severity | undefined } & (
  | { readonly kind: 'holds'; readonly seenAt: Timestamp | undefined }
  | {
      readonly kind: 'broken';
      readonly params: P;
      readonly seenAt: Timestamp | undefined;
      readonly related?: readonly Related[] | undefined;
    }
  | { readonly kind: 'declared' }
  | { readonly kind: 'unknown'; readonly reason?: string | undefined }
);

/** Where a finding stands, when not at the subject's name; how grave it is, when milder than the rule. */
interface Place {
  readonly at?: SourceRange | undefined;
  readonly severity?: Severity | undefined;
  readonly related?: readonly Related[] | undefined;
}

/**
 * It holds, resting on these captured things; on none when the text alone decides. A capture sees thousands of things
 * at one moment, so the outcome of that moment is made once.
 */
export function holds(...seen: readonly Seen[]): Outcome<never> {
  const seenAt = oldest(seen);
  if (lastHeld.seenAt !== seenAt) lastHeld = { kind: 'holds', seenAt };
  return lastHeld;
}

let lastHeld: { readonly kind: 'holds'; readonly seenAt: Timestamp | undefined } = { kind: 'holds', seenAt: undefined };

/** It is broken, resting on these captured things; on none when the text alone decides. */
export function broken<P>(params: P, seen: readonly Seen[], place: Place = {}): Outcome<P> {
  return { kind: 'broken', params, seenAt: oldest(seen), ...place };
}

/** The runbook says that it holds, and nobody looked. */
export function declared(place: Place = {}): Outcome<never> {
  return { kind: 'declared', ...place };
}

/** Nothing tells. `reason` is a clause; without one nobody captured the fact. */
export function unknown(reason?: string, place: Place = {}): Outcome<never> {
  return { kind: 'unknown', reason, ...place };
}

/** What a verdict is about: the subject, the fact that decides it, and how to get that fact. */
export interface Question {
  readonly subject: string;
  readonly at: SourceRange;
  /** Noun phrase without the subject: `power state of the Azure machine`. */
  readonly fact: string;
  readonly how: string;
}

export function verdictOn<P>(question: Question, outcome: Outcome<P>): Verdict<P> {
  const { subject, fact } = question;
  const at = outcome.at ?? question.at;
  switch (outcome.kind) {
    case 'holds':
      return { kind: 'holds', subject, at, fact, seenAt: outcome.seenAt };
    case 'broken': {
      const { params, seenAt, related, severity } = outcome;
      return { kind: 'broken', subject, at, fact, seenAt, params, related, severity };
    }
    case 'declared':
    case 'unknown': {
      const whole = `${fact} of '${subject}'`;
      const reason = (outcome.kind === 'unknown' ? outcome.reason : undefined) ?? `nobody captured the ${whole}`;
      const missing = { fact: whole, how: question.how, reason };
      return { kind: outcome.kind, subject, at, severity: outcome.severity, missing };
    }
  }
}

function oldest(seen: readonly Seen[]): Timestamp | undefined {
  const [first, ...others] = seen;
  if (first === undefined || others.length === 0) return first?.seenAt;
  return seen.reduce(
    (old, { seenAt }) => (seenAt !== old && Date.parse(seenAt) < Date.parse(old) ? seenAt : old),
    first.seenAt,
  );
}
