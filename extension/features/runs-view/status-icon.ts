import type { StepStatus } from '../../../core/run/state.ts';
import type { MachineView, WaveView } from '../../../core/run/view.ts';
import type { SeenRun } from '../../infrastructure/runs-watch.ts';

export interface NodeIcon {
  /** A codicon. */
  readonly id: string;
  /** A theme colour, or undefined for the view's own. */
  readonly color: string | undefined;
  readonly says: string;
}

type AnyStatus = StepStatus | MachineView['status'] | WaveView['status'];

const GOOD = 'testing.iconPassed';
const BAD = 'testing.iconFailed';
const WAITS = 'notificationsWarningIcon.foreground';
const QUIET = 'disabledForeground';
const BUSY = 'progressBar.background';

const ICONS: Readonly<Record<AnyStatus, NodeIcon>> = {
  pending: { id: 'circle-outline', color: QUIET, says: 'not begun' },
  running: { id: 'loading~spin', color: BUSY, says: 'running' },
  waiting: { id: 'watch', color: WAITS, says: 'waiting' },
  looking: { id: 'search', color: WAITS, says: 'looking for its own job' },
  asking: { id: 'question', color: WAITS, says: 'asks a person' },
  done: { id: 'pass', color: GOOD, says: 'done' },
  home: { id: 'home', color: GOOD, says: 'home' },
  failed: { id: 'error', color: BAD, says: 'failed' },
  declined: { id: 'circle-slash', color: BAD, says: 'declined' },
  skipped: { id: 'debug-step-over', color: QUIET, says: 'skipped' },
  stopped: { id: 'debug-stop', color: QUIET, says: 'stopped' },
};

export function iconOfStatus(status: AnyStatus): NodeIcon {
  return ICONS[status];
}

export function iconOfRun({ status, alive, silentSince }: SeenRun['summary']): NodeIcon {
  if (silentSince !== undefined) return { id: 'debug-disconnect', color: WAITS, says: 'not heard of' };
  switch (status) {
    case 'done':
    case 'failed':
    case 'declined':
      return ICONS[status];
    case 'cancelled':
      return { id: 'circle-slash', color: QUIET, says: 'cancelled' };
    case 'waiting':
      return { id: 'bell-dot', color: WAITS, says: 'waits for a person' };
    case 'paused':
      return { id: 'debug-pause', color: WAITS, says: 'paused' };
    case 'needs-sign-in':
      return { id: 'key', color: WAITS, says: 'needs sign-in' };
    case 'starting':
    case 'running':
    case 'cancelling':
      return alive ? ICONS.running : { id: 'debug-disconnect', color: WAITS, says: 'not executed just now' };
  }
}
