import type { CapturedVCenter } from '../../core/inventory/inventory.ts';
import { sameName } from '../../core/inventory/world.ts';

/** Whether two sightings are of one vCenter: by the id that Azure gives it, by address, or by name. */
export function isSameVCenter(one: CapturedVCenter, other: CapturedVCenter): boolean {
  if (one.id !== undefined && other.id !== undefined) return sameName(one.id, other.id);
  return sameName(hostOf(one.address), hostOf(other.address)) || sameName(one.name, other.name);
}

/**
 * What the vault shows of vCenters beside what was seen of them on the site. The vault knows them by an id, and knows
 * whether its appliances reach them; the site tells the rest. An entry is as old as the older of the two looks.
 */
export function mergeVCenters(
  inVault: readonly CapturedVCenter[],
  onSite: readonly CapturedVCenter[],
): CapturedVCenter[] {
  const told = onSite.map((seen) => {
    const other = inVault.find((one) => isSameVCenter(one, seen));
    return other === undefined ? seen : merged(other, seen);
  });
  return [...told, ...inVault.filter((one) => !onSite.some((seen) => isSameVCenter(one, seen)))];
}

function merged(inVault: CapturedVCenter, onSite: CapturedVCenter): CapturedVCenter {
  const { connected, lastHeartbeat, id } = inVault;
  const both = {
    ...inVault,
    ...onSite,
    ...(id === undefined ? {} : { id }),
    ...(connected === undefined ? {} : { connected }),
    ...(lastHeartbeat === undefined ? {} : { lastHeartbeat }),
  };
  // What only the site told (privileges, account, kind) is as old as the site's word; without it the vault's is all.
  const { privileges, account, apiType } = onSite;
  const fromSite = privileges ?? account ?? apiType ?? (connected === undefined ? onSite.connected : undefined);
  return { ...both, seenAt: fromSite === undefined ? inVault.seenAt : earlier(inVault.seenAt, onSite.seenAt) };
}

function earlier(one: string, other: string): string {
  return Date.parse(one) <= Date.parse(other) ? one : other;
}

/** An address without its port. */
function hostOf(address: string): string {
  return address.replace(/:\d+$/, '');
}
