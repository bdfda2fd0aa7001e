import { BLANK_BOOK, type CallBook } from './call-book.ts';
import type { RunEvent } from './events.ts';

/** The books of all steps that ever made a call, as events move them on. */
export class CallBooks {
  readonly all = new Map<string, CallBook>();

  of(step: string): CallBook {
    return this.all.get(step) ?? BLANK_BOOK;
  }

  intended({ step, call, requestId, at }: RunEvent & { kind: 'intent' }): void {
    const { openRequests, intendedAt } = this.of(step);
    this.#note(step, {
      call,
      phase: 'intended',
      intendedAt: openRequests.length === 0 ? at : intendedAt,
      openRequests: [...openRequests, requestId],
      emptyLooks: 0,
      lookedAt: undefined,
      jobId: undefined,
    });
  }

  accepted({ step, jobId, at }: RunEvent & { kind: 'accepted' }): void {
    this.#note(step, {
      phase: jobId === undefined ? 'settled' : 'accepted',
      jobId,
      acceptedAt: at,
      openRequests: [],
      intendedAt: undefined,
      refusals: 0,
      lost: 0,
    });
  }

  refused({ step, requestId, retryAt }: RunEvent & { kind: 'refused' }): void {
    this.#note(step, { phase: 'refused', retryAt, refusals: this.of(step).refusals + 1 });
    this.close(step, requestId);
  }

  /** The fate of a request is known: no job of it needs to be looked for. */
  close(step: string, requestId: string): void {
    const { openRequests, intendedAt } = this.of(step);
    const rest = openRequests.filter((open) => open !== requestId);
    this.#note(step, { openRequests: rest, intendedAt: rest.length === 0 ? undefined : intendedAt });
  }

  lost(step: string): void {
    this.cutOff(step);
    this.#note(step, { lost: this.of(step).lost + 1 });
  }

  /** Nobody knows what came of the call: its job is looked for. */
  cutOff(step: string): void {
    this.#note(step, { phase: 'unknown', emptyLooks: 0, lookedAt: undefined });
  }

  looked({ step, at, itemUnmoved }: RunEvent & { kind: 'looked' }): void {
    this.#note(step, { emptyLooks: this.of(step).emptyLooks + 1, lookedAt: at, itemUnmoved });
  }

  settled(step: string): void {
    this.#note(step, { phase: 'settled' });
  }

  /** What works on the item is nobody's of ours: no call of the step is under way. */
  stranger(step: string): void {
    this.#note(step, { phase: 'none' });
  }

  /** The next call of the step takes its failover back. */
  undoing(step: string, { who, because }: NonNullable<CallBook['undo']>): void {
    this.all.set(step, { ...BLANK_BOOK, undo: { who, because } });
  }

  undone(step: string): void {
    this.#note(step, { undo: undefined });
  }

  forget(step: string): void {
    this.all.delete(step);
  }

  /**
   * A person takes the step up again. Whether a call of it may still have been taken, so that its job is looked for before
   * anything is sent, is the answer.
   * @param keepsUndo it asked about taking a failover back, and that is what goes on
   */
  reopened(step: string, keepsUndo: boolean): boolean {
    const { call, undo, openRequests, intendedAt } = this.of(step);
    const unclear = openRequests.length > 0;
    this.all.set(step, {
      ...BLANK_BOOK,
      call,
      openRequests,
      intendedAt,
      phase: unclear ? 'unknown' : 'none',
      undo: keepsUndo ? undo : undefined,
    });
    return unclear;
  }

  #note(step: string, patch: Partial<CallBook>): void {
    this.all.set(step, { ...this.of(step), ...patch });
  }
}
