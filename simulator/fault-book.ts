import type { Fault, FaultEffect, ReplicationTrouble } from './faults.ts';

/** One request of an operation for a machine, counted. */
export interface Strike {
  readonly attempt: number;
  readonly effect: FaultEffect | undefined;
}

/**
 * Counts attempts and says which fault strikes. Counts go by operation and machine, so what strikes one machine does
 * not depend on when the others ask.
 */
export class FaultBook {
  readonly #faults: Fault[];
  readonly #attempts = new Map<string, number>();
  readonly #struck = new Set<string>();

  constructor(faults: readonly Fault[]) {
    this.#faults = [...faults];
  }

  add(faults: readonly Fault[]): void {
    this.#faults.push(...faults);
  }

  /** Counts one more request, and takes the fault that strikes it. */
  strike(operation: string, item: string | undefined): Strike {
    const key = `${operation}/${item ?? ''}`.toLowerCase();
    const attempt = (this.#attempts.get(key) ?? 0) + 1;
    this.#attempts.set(key, attempt);
    const index = this.#faults.findIndex((fault, at) => this.#fits(fault, at, key, operation, item, attempt));
    const fault = this.#faults[index];
    if (fault === undefined) return { attempt, effect: undefined };
    this.#struck.add(`${index} ${key}`);
    return { attempt, effect: fault.effect };
  }

  /** The trouble that meets a machine's initial replication, if any. */
  strikeReplication(item: string): ReplicationTrouble | undefined {
    const { effect } = this.strike('replicate', item);
    return effect?.kind === 'replication' ? effect.trouble : undefined;
  }

  #fits(fault: Fault, index: number, key: string, operation: string, item: string | undefined, attempt: number) {
    if (fault.operation !== '*' && fault.operation !== operation) return false;
    if (fault.operation === '*' && operation === 'replicate') return false;
    const wanted = fault.item;
    if (wanted !== undefined && wanted !== '*' && wanted.toLowerCase() !== item?.toLowerCase()) return false;
    switch (fault.attempts.kind) {
      case 'once':
        return !this.#struck.has(`${index} ${key}`);
      case 'at':
        return attempt === fault.attempts.attempt;
      case 'from':
        return attempt >= fault.attempts.attempt && attempt <= (fault.attempts.to ?? attempt);
    }
  }
}
