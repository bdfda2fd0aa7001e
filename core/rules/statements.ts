import { sameName } from '../inventory/world.ts';
import type { Acceptance, Attestation, Runbook } from '../runbook/runbook.ts';
import type { Standing } from './assessment.ts';
import type { Rule } from './rule.ts';
import type { Verdict } from './verdict.ts';

/** What people said about findings, looked up by rule: risks they accept, facts they attest. */
export interface Statements {
  /** The acceptance that covers this breach today. */
  acceptance(rule: Rule, subject: string): Acceptance | undefined;
  /** The attestation that stands in for this missing fact today. */
  attestation(rule: Rule, subject: string): Attestation | undefined;
}

export function statementsOf(runbook: Runbook, now: Date): Statements {
  const accepted = byRule(runbook.accepted.filter((each) => !isExpired(each, now)));
  const attested = byRule(runbook.attested.filter((each) => isValidAttestation(each) && !isExpired(each, now)));
  return {
    acceptance: (rule, subject) => (rule.losesData ? undefined : covering(accepted.get(rule.code), subject)),
    attestation: (rule, subject) => covering(attested.get(rule.code), subject),
  };
}

/** An acceptance mends a breach, an attestation a missing fact; neither does the other's work. */
export function standingOf(rule: Rule, verdict: Verdict<unknown>, statements: Statements): Standing {
  if (verdict.kind === 'holds') return 'holds';
  if (verdict.kind === 'broken')
    return statements.acceptance(rule, verdict.subject) === undefined ? 'broken' : 'accepted';
  return statements.attestation(rule, verdict.subject) === undefined ? verdict.kind : 'attested';
}

/** Whether a breach can be taken as a risk: not where it loses data, nor where it is a breach of the statements themselves. */
export function isAcceptable({ losesData, checkAfterwards }: Rule): boolean {
  return !losesData && checkAfterwards === undefined;
}

/** Whether there is a fact to attest: advice is silent without its facts, and the text alone leaves nothing open. */
export function isAttestable({ kind, timeToLive, seenIn, checkAfterwards }: Rule): boolean {
  return kind !== 'advice' && checkAfterwards === undefined && (timeToLive !== undefined || seenIn !== undefined);
}

export function isExpired({ until }: Acceptance, now: Date): boolean {
  return until !== undefined && Date.parse(until.value) < now.getTime();
}

/** A fact is attested by a named person until a date, or not at all. */
export function isValidAttestation({ by, until }: Attestation): boolean {
  return by !== undefined && until !== undefined;
}

export function covers({ machines }: Acceptance, subject: string): boolean {
  return machines.length === 0 || machines.some(({ value }) => sameName(value.name, subject));
}

function covering(statements: readonly Acceptance[] | undefined, subject: string): Acceptance | undefined {
  return statements?.find((statement) => covers(statement, subject));
}

function byRule(statements: readonly Acceptance[]): ReadonlyMap<string, readonly Acceptance[]> {
  return Map.groupBy(statements, ({ rule }) => rule.value.toUpperCase());
}

/** All that a verdict about a machine may rest on of what was stated; the same words, the same standings. */
export function statedAt({ accepted, attested }: Runbook, now: Date): string {
  const said = (each: Acceptance): readonly unknown[] => [
    each.rule.value,
    each.because,
    each.by !== undefined,
    each.until?.value,
    isExpired(each, now),
    each.machines.map(({ value }) => value.name),
  ];
  return JSON.stringify([accepted.map(said), attested.map(said)]);
}
