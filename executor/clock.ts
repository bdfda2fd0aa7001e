import { FailbackError } from '../core/failback-error.ts';

/** Time for a run: the real one, or that of a simulated estate. Time limits of HTTP requests are always real. */
export interface Clock {
  now(): Date;
  /** Resolves after so many seconds of this clock, or at once when the signal says so; it rejects only where a simulator is gone. */
  sleep(seconds: number, signal: AbortSignal): Promise<void>;
  /** Seconds of this clock in a real second; 0 when it stands still except while somebody sleeps. */
  readonly speed: number;
  /** Seconds since some moment, by a count that neither sleeps nor is set with the clock; absent where time is simulated. */
  steady?(): number;
}

/** A timer's limit: longer sleeps are cut, and the run simply looks again. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export function systemClock(): Clock {
  return {
    now: () => new Date(),
    speed: 1,
    steady: () => performance.now() / 1000,
    sleep: (seconds, signal) => realSleep(seconds * 1000, signal),
  };
}

/** The clock of a simulator. Where it advances only when asked, sleeping asks it. */
export async function simulatedClock(url: string): Promise<Clock> {
  const endpoint = new URL('/_simulator/clock', url);
  const first = await ask(endpoint);
  const speed = typeof first.speed === 'number' ? first.speed : 0;
  let known = Date.parse(first.now);
  let knownAt = performance.now();
  const learn = ({ now }: Reading): void => {
    known = Date.parse(now);
    knownAt = performance.now();
  };
  return {
    speed,
    now: () => new Date(known + (performance.now() - knownAt) * speed),
    async sleep(seconds, signal) {
      if (signal.aborted) return;
      if (speed > 0) {
        await realSleep((seconds * 1000) / speed, signal);
        learn(await ask(endpoint));
      } else learn(await ask(endpoint, { advanceSeconds: seconds }));
    },
  };
}

interface Reading {
  readonly now: string;
  readonly speed: number | 'advance';
}

async function ask(endpoint: URL, body?: { readonly advanceSeconds: number }): Promise<Reading> {
  const response = await fetch(
    endpoint,
    body === undefined
      ? undefined
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  ).catch((cause: unknown) => {
    throw new FailbackError(
      'simulator-gone',
      `The simulator at '${endpoint.origin}' answers no more, and with it its time stands still.`,
      'Start it again (`failback simulate FILE`), and then this.',
      { cause },
    );
  });
  const text = await response.text();
  // Some servers answer the POST with nothing but 204.
  return text === '' ? ask(endpoint) : (JSON.parse(text) as Reading);
}

function realSleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, Math.min(Math.max(0, milliseconds), LONGEST_TIMER_MS));
    signal.addEventListener('abort', done, { once: true });
  });
}
