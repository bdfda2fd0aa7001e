import type { RunEvent } from '../core/run/events.ts';
import type { RunState } from '../core/run/state.ts';

/**
 * Whoever shows a run: terminal, editor, tests. The executor never prints and never prompts; it tells the host what
 * happened, and whoever wants to answer puts a command into the run's inbox.
 */
export interface Host {
  notify(event: RunEvent, state: RunState): void;
}

/** For runs that nobody watches from within the process. */
export const SILENT_HOST: Host = { notify: () => {} };
