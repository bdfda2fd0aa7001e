import type { HealthError } from '@azure/arm-recoveryservices-siterecovery';
import type { Inventory } from '../../core/inventory/inventory.ts';

type CapturedHealthError = NonNullable<Inventory['masterTargets']>[number]['healthErrors'][number];

export function healthErrors(errors: readonly HealthError[] | null | undefined): CapturedHealthError[] {
  return (errors ?? []).map((error) => ({
    code: error.errorCode ?? '',
    message: error.errorMessage ?? error.summaryMessage ?? '',
    ...optional({
      level: error.errorLevel || undefined,
      possibleCauses: error.possibleCauses || undefined,
      recommendedAction: error.recommendedAction || undefined,
    }),
  }));
}

/** Leaves out what is undefined or null, as the inventory's optional keys want it. */
export function optional<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}
