import type { CapturedConfigurationServer } from '../../core/inventory/inventory.ts';
import { ticks } from '../arm/moments.ts';
import type { Instant } from '../virtual-clock.ts';

type CapturedHealthError = CapturedConfigurationServer['healthErrors'][number];

/** A health error of a server or a fabric. The keys are those recorded for a configuration server. */
export function renderServerHealthError(error: CapturedHealthError, since: Instant) {
  return {
    errorSource: null,
    errorType: null,
    errorLevel: error.level ?? 'Error',
    errorCode: error.code,
    errorMessage: error.message,
    possibleCauses: error.possibleCauses ?? '',
    recommendedAction: error.recommendedAction ?? '',
    creationTimeUtc: ticks(since),
    recoveryProviderErrorMessage: null,
    entityId: '',
  };
}

/** How something is that has these errors. */
export function healthOf(errors: readonly CapturedHealthError[]): 'Normal' | 'Warning' | 'Critical' {
  if (errors.some(({ level }) => level === undefined || /error|critical/i.test(level))) return 'Critical';
  return errors.some(({ level }) => /warning/i.test(level ?? '')) ? 'Warning' : 'Normal';
}
