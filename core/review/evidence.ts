import { readableDuration } from '../plan/readable.ts';
import type { Timestamp } from '../quantity.ts';
import type { Assessment, Judgement } from '../rules/assessment.ts';

/** How one rule stands, over all that it judges, and how old what it rests on is. */
export interface Evidence {
  readonly code: string;
  readonly title: string;
  readonly holds: number;
  readonly broken: number;
  readonly unknown: number;
  readonly declared: number;
  readonly accepted: number;
  readonly attested: number;
  /** Keeps a live run from starting. */
  readonly blocks: boolean;
  /** When the oldest captured fact behind it was seen; undefined where none is, or the text decides alone. */
  readonly oldest: Timestamp | undefined;
}

/** The rules with what they rest on: those that block first, then what is broken, unknown, declared, accepted; green last. */
export function evidenceOf(
  { judgements, findings }: Assessment,
  titles: (code: string) => string,
): readonly Evidence[] {
  const blocking = new Set(findings.filter(({ blocks }) => blocks).map(({ code }) => code));
  const rows = [...Map.groupBy(judgements, ({ code }) => code)].map(([code, own]) => ({
    code,
    title: titles(code),
    ...countsOf(own),
    blocks: blocking.has(code),
    oldest: own.flatMap(({ seenAt }) => seenAt ?? []).toSorted()[0],
  }));
  return rows.sort((one, other) => weight(other) - weight(one) || (one.code < other.code ? -1 : 1));
}

function countsOf(judgements: readonly Judgement[]) {
  const counts = { holds: 0, broken: 0, unknown: 0, declared: 0, accepted: 0, attested: 0 };
  for (const { standing } of judgements) counts[standing] += 1;
  return counts;
}

function weight({ blocks, broken, unknown, declared, accepted, attested }: Evidence): number {
  if (blocks) return 6;
  if (broken > 0) return 5;
  if (unknown > 0) return 4;
  if (declared > 0) return 3;
  if (accepted > 0) return 2;
  return attested > 0 ? 1 : 0;
}

/** `3 h old`, `never seen`, `from the text`. Unknown is never shown as if somebody had looked. */
export function ageOf({ oldest, unknown, holds }: Evidence, now: Date): string {
  if (oldest !== undefined) return `${readableDuration((now.getTime() - Date.parse(oldest)) / 1000)} old`;
  if (unknown > 0) return 'never seen';
  return holds > 0 ? 'from the text' : '';
}
