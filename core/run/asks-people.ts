import type { Plan } from '../plan/plan.ts';
import type { RunEvent } from './events.ts';
import { indexOf } from './plan-index.ts';

/**
 * Whether people may act on this event: answer it, retry what failed, take a failover back. It must be on the disk before
 * anybody is told. Else a power cut takes it away and leaves their command, which the next process refuses, for by its
 * journal nothing was asked yet.
 */
export function asksPeople(plan: Plan, event: RunEvent): boolean {
  switch (event.kind) {
    case 'gate-opened':
    case 'asked':
    case 'step-failed':
    case 'alarm':
    case 'needs-sign-in':
    case 'run-ended':
      return true;
    case 'step-done':
      return indexOf(plan).steps.get(event.step)?.kind === 'failover';
    default:
      return false;
  }
}
