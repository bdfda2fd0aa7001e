import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import { FailbackError } from '../../core/failback-error.ts';
import type { Clock } from '../clock.ts';
import { readAnswer, readingFailed } from './service-answer.ts';

/** What every client of one connection shares. */
export interface ArmSession {
  readonly credential: TokenCredential;
  readonly subscription: string;
  readonly httpClient: HttpClient;
  readonly clock: Clock;
  /** Ends readings early, and the pauses between their tries; whoever waits gets the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Options for an SDK's client: no retries of its own, for a call that changes the world must be sent once. */
export function clientOptions(session: ArmSession) {
  return { httpClient: session.httpClient, retryOptions: { maxRetries: 0 } };
}

const TRIES = 4;

/** Reads, and reads again when the service is busy, failed or out of reach; pauses count by the run's clock. */
export async function reading<T>(session: ArmSession, what: string, read: () => Promise<T>): Promise<T> {
  const signal = session.signal ?? new AbortController().signal;
  for (let attempt = 1; ; attempt += 1) {
    try {
      signal.throwIfAborted();
      return await read();
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      const { status, retryAfter, signIn } = readAnswer(error);
      const passing = !signIn && (status === undefined || status === 408 || status === 429 || status >= 500);
      if (!passing || attempt === TRIES || error instanceof FailbackError) throw readingFailed(error, what);
      await session.clock.sleep(retryAfter ?? 2 ** attempt, signal);
    }
  }
}
