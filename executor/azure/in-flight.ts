import type { HttpClient } from '@azure/core-rest-pipeline';

/**
 * The same client with so many requests under way at most, whoever asks. Readers may then ask for everything at once:
 * what is too much waits its turn here, in the order in which it came, and gives up when `signal` says so.
 */
export function boundedHttpClient(client: HttpClient, most: number, signal: AbortSignal | undefined): HttpClient {
  const waiting: (() => void)[] = [];
  let free = Math.max(1, Math.floor(most));
  const turn = () =>
    new Promise<void>((go) => {
      if (free === 0) {
        waiting.push(go);
        return;
      }
      free -= 1;
      go();
    });
  const done = () => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };
  return {
    async sendRequest(request) {
      await turn();
      try {
        signal?.throwIfAborted();
        const asked = request.abortSignal as AbortSignal | undefined;
        if (signal !== undefined) request.abortSignal = asked === undefined ? signal : AbortSignal.any([asked, signal]);
        return await client.sendRequest(request);
      } finally {
        done();
      }
    },
  };
}
