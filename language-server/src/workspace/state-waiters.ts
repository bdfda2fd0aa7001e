import { type Cancellation, OperationCancelled } from 'langium';

/**
 * Requests that wait until a build came far enough. Langium tells them only at the moment when a state is reached, which
 * passes unseen when that build is cancelled, when nothing was left to build, or when the document is gone; so here
 * whoever waits looks again whenever something may have changed, and for the last time once nothing is left to do.
 */
export class StateWaiters {
  readonly #waiters = new Set<() => void>();

  /** Called when a document or the workspace may have come further. */
  look(): void {
    for (const look of [...this.#waiters]) look();
  }

  /**
   * Answers whether it came so far; false once `idle` is over, after which nothing can change by itself.
   * @throws OperationCancelled
   */
  async until(
    isReached: () => boolean,
    idle: () => Promise<unknown>,
    token: Cancellation.CancellationToken,
  ): Promise<boolean> {
    if (isReached()) return true;
    if (token.isCancellationRequested) throw OperationCancelled;
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    const look = () => {
      if (isReached()) resolve(true);
    };
    this.#waiters.add(look);
    const cancelled = token.onCancellationRequested(() => reject(OperationCancelled));
    void idle().then(() => resolve(isReached()), reject);
    try {
      return await promise;
    } finally {
      this.#waiters.delete(look);
      cancelled.dispose();
    }
  }
}
