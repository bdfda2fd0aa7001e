import type { CapturedVCenter } from '../../core/inventory/inventory.ts';
import { sameName } from '../../core/inventory/world.ts';

/** Whether two sightings are of one vCenter: by the id that Azure gives it, by address, or by name. */
export function isSameVCenter(one: CapturedVCenter, other: CapturedVCenter): boolean {
  if (one.id !== undefined && other.id !== undefined) return sameName(one.id, other.id);
  return sameName(hostOf(one.address), hostOf(other.address)) || sameName(one.name, other.name);
}

/**
 * What the vault shows of vCenters beside what was seen of them on the site: the site's word stands, with the moment at
 * which it was given, and the vault adds the id that it knows them by, their version, and that their discovery failed.
 */
export function mergeVCenters(
  inVault: readonly CapturedVCenter[],
  onSite: readonly CapturedVCenter[],
): CapturedVCenter[] {
  const told = onSite.map((seen) => {
    const other = inVault.find((one) => isSameVCenter(one, seen));
    if (other === undefined) return seen;
    return {
      ...seen,
      ...(seen.id === undefined && other.id !== undefined ? { id: other.id } : {}),
      ...(seen.version === undefined && other.version !== undefined ? { version: other.version } : {}),
      ...(other.connected === false ? { connected: false } : {}),
      ...(other.lastHeartbeat === undefined ? {} : { lastHeartbeat: other.lastHeartbeat }),
    };
  });
  return [...told, ...inVault.filter((one) => !onSite.some((seen) => isSameVCenter(one, seen)))];
}

/** An address without its port. */
function hostOf(address: string): string {
  return address.replace(/:\d+$/, '');
}
