import { FailbackError } from '../../core/failback-error.ts';
import type { Inventory } from '../../core/inventory/inventory.ts';
import type { ArmSession } from './arm-session.ts';

/** How far a capture has come; `done` and `of` where it counts. */
export interface CaptureProgress {
  readonly what: string;
  readonly done?: number;
  readonly of?: number;
}

type NotCaptured = NonNullable<Inventory['notCaptured']>[number];

/** The parts of one capture: what came of each, and what could not be read and why. */
export class CaptureParts {
  readonly #session: ArmSession;
  readonly #progress: (progress: CaptureProgress) => void;
  readonly #notCaptured: NotCaptured[] = [];

  constructor(session: ArmSession, progress: (progress: CaptureProgress) => void = () => {}) {
    this.#session = session;
    this.#progress = progress;
  }

  /**
   * Reads a part. One that could not be read is undefined, and its section stays absent, so that every rule that needs
   * it is unknown. Signed out or cancelled, nothing can be read: that is thrown.
   */
  async read<T>(what: string, read: (seenAt: string) => Promise<T>): Promise<T | undefined> {
    this.#progress({ what });
    try {
      return await read(this.now());
    } catch (error) {
      if (this.#session.signal?.aborted) throw this.#session.signal.reason;
      if (error instanceof FailbackError && error.code === 'needs-sign-in') throw error;
      this.missing(what, (error as Error).message);
      return undefined;
    }
  }

  /** Notes what is not there, and why. */
  missing(what: string, reason: string): void {
    this.#notCaptured.push({ what, reason: shortened(reason) });
  }

  /** Counts upwards to `of`, telling each step. */
  counter(what: string, of: number): () => void {
    let done = 0;
    return () => {
      done += 1;
      this.#progress({ what, done, of });
    };
  }

  /** One moment for everything that a part reads: that of its first request, so that nothing looks younger than it is. */
  now(): string {
    return this.#session.clock.now().toISOString();
  }

  notCaptured(): readonly NotCaptured[] {
    return this.#notCaptured.toSorted((one, other) => (one.what < other.what ? -1 : one.what > other.what ? 1 : 0));
  }
}

/** An answer may be as long as the service likes; a reason is a sentence or two. */
function shortened(reason: string): string {
  return reason.length <= 1000 ? reason : `${reason.slice(0, 1000)} …`;
}
