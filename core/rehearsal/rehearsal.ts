import type { Seconds } from '../quantity.ts';

/** What one rehearsal came to, as plain data: it crosses the border between processes. */
export interface Rehearsal {
  /** Chose the chances; with it `failback run --simulate --seed` tells the story of one like it. */
  readonly seed: number;
  readonly status: 'done' | 'failed' | 'declined' | 'cancelled' | 'stuck';
  /** From the start of the run to its end, or to where it stood still. */
  readonly took: Seconds;
  readonly home: number;
  readonly waves: readonly RehearsedWave[];
  readonly failures: readonly RehearsedFailure[];
  /** Steps that decided over the length, in order. */
  readonly path: readonly string[];
}

export interface RehearsedWave {
  readonly name: string;
  /** How long the wave was out of service; null where it never was, or never came back. */
  readonly recoveryTime: Seconds | null;
  /** Null where the runbook sets no objective. */
  readonly objectiveMet: boolean | null;
  /** From the last replicated machine to the opening of the window; negative where it was late. Null without a window. */
  readonly slack: Seconds | null;
  readonly finished: boolean;
}

export interface RehearsedFailure {
  /** The service's code, or failback's own. */
  readonly code: string;
  readonly step: string;
  readonly kind: string;
  readonly message: string;
}
