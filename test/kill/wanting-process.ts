/** A process that wants a run when it is told, says what came of it, and keeps what it got until it is killed. */

import { FailbackError } from '../../core/failback-error.ts';
import { takeLease } from '../../executor/journal/lease.ts';

process.send?.('ready');
process.once('message', async () => {
  const answer = await takeLease({ id: 'bare', directory: process.argv[2] ?? '' }).then(
    ({ epoch }) => `epoch ${epoch}`,
    (error: unknown) => (error instanceof FailbackError ? error.code : String(error)),
  );
  process.send?.(answer);
});
setInterval(() => {}, 1000);
