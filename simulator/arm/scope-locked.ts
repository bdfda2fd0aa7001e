import type { Inventory } from '../../core/inventory/inventory.ts';
import { lockOn } from '../estate/locks.ts';
import { type Answer, armError } from './answer.ts';

/** ARM asks the locks before any provider: a deletion, or under a read-only lock any change, is refused. Documented. */
export function scopeLocked(inventory: Inventory, method: string, path: string): Answer | undefined {
  if (method === 'GET' || method === 'HEAD') return undefined;
  const verb = method === 'DELETE' ? 'delete' : 'write';
  const lock = lockOn(inventory, path, verb);
  return lock === undefined
    ? undefined
    : armError(
        409,
        'ScopeLocked',
        `The scope '${path}' cannot perform ${verb} operation because following scope(s) are locked: '${lock.scope}'. Please remove the lock and try again.`,
      );
}
