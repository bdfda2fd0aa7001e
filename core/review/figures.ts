import type { Plan } from '../plan/plan.ts';
import { readableBytes, readableDuration } from '../plan/readable.ts';
import type { Side } from './side.ts';

/** What a version of a runbook comes to, in figures that a reviewer compares. */
export interface Figures {
  readonly hash: string;
  readonly machines: number;
  readonly waves: number;
  readonly total: Plan['total'];
  readonly bytes: Plan['bytes'];
  readonly costPerHour: Plan['costPerHour'];
  readonly approvals: number;
  readonly irreversible: number;
  /** Findings that keep a live run from starting. */
  readonly blocking: number;
  readonly criticalPath: readonly string[];
}

export function figuresOf({ plan, assessment }: Side): Figures {
  const titles = new Map(plan.steps.map(({ id, title }) => [id, title]));
  return {
    hash: plan.hash,
    machines: plan.machines.length,
    waves: plan.waves.length,
    total: plan.total,
    bytes: plan.bytes,
    costPerHour: plan.costPerHour,
    approvals: plan.steps.filter(({ kind }) => kind === 'approve').length,
    irreversible: plan.steps.filter(({ irreversible }) => irreversible !== null).length,
    blocking: assessment.findings.filter(({ blocks }) => blocks).length,
    criticalPath: plan.criticalPath.flatMap((id) => titles.get(id) ?? []),
  };
}

/** The figures of both versions as rows to show: what it is, before, after, and the difference where there is one. */
export function figureRows(before: Figures, after: Figures): readonly (readonly [string, string, string, string])[] {
  const count = (what: string, of: (figures: Figures) => number) =>
    [what, String(of(before)), String(of(after)), signed(of(after) - of(before), String)] as const;
  const money = ({ costPerHour }: Figures) =>
    costPerHour === null ? 'not known' : `${costPerHour.currency} ${costPerHour.amount}`;
  return [
    count('machines', ({ machines }) => machines),
    count('waves', ({ waves }) => waves),
    count('approvals', ({ approvals }) => approvals),
    count('points of no return', ({ irreversible }) => irreversible),
    [
      'longest way, likely',
      readableDuration(before.total.likely),
      readableDuration(after.total.likely),
      signed(after.total.likely - before.total.likely, readableDuration),
    ],
    [
      'data to move, at most',
      readableBytes(before.bytes.high),
      readableBytes(after.bytes.high),
      signed(after.bytes.high - before.bytes.high, readableBytes),
    ],
    ['an hour in Azure', money(before), money(after), ''],
    count('in the way of a live run', ({ blocking }) => blocking),
  ];
}

function signed(difference: number, say: (amount: number) => string): string {
  if (difference === 0) return '';
  return `${difference > 0 ? '+' : '−'}${say(Math.abs(difference))}`;
}
