/** Short words for runs: the tree, the status bar and the lists of commands use the same ones. Pure. */

import { sayMoment } from '../../core/report/say.ts';
import type { RunStatus, RunTarget } from '../../core/run/state.ts';

export function sayPercent(fraction: number): string {
  // Rounded down: 100 % is for what is over.
  return `${Math.floor(fraction * 100)} %`;
}

export function sayTargetShort(target: RunTarget): string {
  return target.kind === 'azure' ? 'live' : 'rehearsal';
}

interface Standing {
  readonly status: RunStatus;
  readonly alive: boolean;
  readonly silentSince?: string | undefined;
}

export function sayRunStatus({ status, alive, silentSince }: Standing): string {
  // Whatever the journal says it does, nobody knows whether the process that has it still does it.
  if (silentSince !== undefined) return `not heard of since ${sayMoment(silentSince)}`;
  switch (status) {
    case 'starting':
    case 'running':
      return alive ? 'running' : 'not executed just now';
    case 'waiting':
      return 'waits for you';
    case 'needs-sign-in':
      return 'needs sign-in';
    case 'cancelling':
      return 'cancelling: accepted jobs finish first';
    case 'paused':
    case 'done':
    case 'failed':
    case 'declined':
    case 'cancelled':
      return status;
  }
}
