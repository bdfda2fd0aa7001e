import type { Instant } from '../virtual-clock.ts';
import type { ItemHealthError } from './machine.ts';

/** 531006, recorded on a healthy item: it alone makes the item Critical where no app-consistent point can be made. */
export function appConsistentPointMissing(machine: string, since: Instant): ItemHealthError {
  return {
    code: '531006',
    errorId: '2:2006',
    level: 'Error',
    message: `A recent app-consistent recovery point is not available for '${machine}'.`,
    possibleCauses: 'Application-consistent points cannot be made on the machine, or none was made for some time.',
    recommendedAction:
      'If you need application-consistent points, look at the VSS writers or the scripts of the machine.',
    since,
  };
}

/** 548004, recorded after a cancelled failback. */
export function recomputingHealth(since: Instant): ItemHealthError {
  return {
    code: '548004',
    errorId: '2:1004',
    level: 'Info',
    message: 'Recomputing replication health.',
    possibleCauses: 'The virtual machine was powered on, and its replication health is computed anew.',
    recommendedAction: 'No action is needed.',
    since,
  };
}
