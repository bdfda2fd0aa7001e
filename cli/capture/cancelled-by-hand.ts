import { FailbackError } from '../../core/failback-error.ts';

/** Ctrl-C ends a capture at once, and nothing is written; a second one ends the program as it always does. */
export function cancelledByHand(): { readonly signal: AbortSignal; leave(): void } {
  const stop = new AbortController();
  const cancel = () =>
    stop.abort(
      new FailbackError(
        'capture-cancelled',
        'The capture was cancelled, and nothing was written.',
        'Start it again when you like.',
      ),
    );
  process.once('SIGINT', cancel);
  return { signal: stop.signal, leave: () => void process.removeListener('SIGINT', cancel) };
}
