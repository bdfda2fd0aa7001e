/** Readers of option values that several commands share; what they refuse becomes wrong usage with one clear line. */

import { InvalidArgumentError, Option } from 'commander';
import { FailbackError } from '../core/failback-error.ts';
import type { Plan } from '../core/plan/plan.ts';
import type { PreApproval } from '../core/run/gates.ts';
import { type Fault, parseFault } from '../simulator/faults.ts';

export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Write a whole number, 0 or more.');
  return Number(text);
}

export function countingNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value === 0 || !Number.isSafeInteger(value))
    throw new InvalidArgumentError('Write a whole number, 1 or more.');
  return value;
}

export function port(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > 65_535)
    throw new InvalidArgumentError('Write a whole number up to 65535; 0 lets the system choose.');
  return value;
}

/** A share of all, 0 to 1. */
export function share(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0 || value > 1 || text.trim() === '')
    throw new InvalidArgumentError('Write a share from 0 to 1, such as 0.1 for one in ten.');
  return value;
}

/** Eleven days in a second. Much faster, and the estate’s time runs past what a date can say before anybody has asked. */
const FASTEST = 1_000_000;

/** Simulated seconds in a real one, or `advance`. */
export function speed(text: string): number | 'advance' {
  if (text === 'advance') return text;
  const value = Number(text);
  if (value > FASTEST)
    throw new InvalidArgumentError(`Write a number up to ${FASTEST}, or \`advance\`, which skips all waiting.`);
  if (value > 0 && text.trim() !== '') return value;
  throw new InvalidArgumentError('Write a number above 0, or `advance`.');
}

export function faults(text: string, before: readonly Fault[] = []): readonly Fault[] {
  try {
    return [...before, parseFault(text)];
  } catch (error) {
    if (error instanceof FailbackError) throw new InvalidArgumentError(`${error.message} ${error.remedy}`);
    throw error;
  }
}

/** `GATE=WHO`, gathered. */
export function approvals(text: string, before: readonly PreApproval[] = []): readonly PreApproval[] {
  const [, gate, who] = /^\s*([^=]+?)\s*=\s*(.+?)\s*$/.exec(text) ?? [];
  if (gate === undefined || who === undefined) {
    throw new InvalidArgumentError(
      'Write it as GATE=WHO, for example data/before-commit=erp-owner, or all=WHO on a simulated estate.',
    );
  }
  return [...before, { gate, who }];
}

export const untilOption = () =>
  new Option('--until <stage>', 'the first half only: until every machine is replicated')
    .choices(['replicated'])
    .conflicts('from');
export const fromOption = () =>
  new Option('--from <stage>', 'the second half only: from the cutover on').choices(['cutover']);
export const asOption = () => new Option('--as <name>', 'your name; it is claimed, not proven').env('FAILBACK_WHO');

/** `capture`, or a moment; undefined: now. */
export type AsOf = 'capture' | Date | undefined;

export const asOfOption = () =>
  new Option(
    '--as-of <moment>',
    'judge the age of facts at this moment, or at the capture of the inventory (capture); by default now',
  ).argParser((text): AsOf => {
    if (text === 'capture') return text;
    const moment = new Date(text);
    if (Number.isNaN(moment.getTime()))
      throw new InvalidArgumentError('Write capture, or a moment such as 2026-12-05T20:00Z.');
    return moment;
  });

/** The moment for which facts must be fresh. */
export function momentOf(asOf: AsOf, capturedAt: string | undefined, now: Date): Date {
  if (asOf === undefined) return now;
  if (asOf !== 'capture') return asOf;
  return capturedAt === undefined ? now : new Date(capturedAt);
}

/** Which half of the plan the two options above ask for. */
export function partOf({ until, from }: { readonly until?: string; readonly from?: string }): Plan['part'] {
  if (until !== undefined) return 'until-replicated';
  return from === undefined ? 'whole' : 'from-cutover';
}
