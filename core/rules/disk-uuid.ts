import type { CapturedSiteMachine } from '../inventory/inventory.ts';
import { sameName } from '../inventory/world.ts';

/**
 * Whether `disk.enableUUID` is TRUE; a row that is missing counts as FALSE. Undefined where nobody read the settings.
 *
 * @source vmware-azure-install-linux-master-target: neither the name nor the value is case-sensitive.
 */
export function diskUuidOf({ extraConfig }: CapturedSiteMachine): boolean | undefined {
  if (extraConfig === undefined) return undefined;
  return Object.entries(extraConfig).some(
    ([key, value]) => sameName(key, 'disk.enableUUID') && sameName(value, 'true'),
  );
}
