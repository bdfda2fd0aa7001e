import type { Seen } from './outcome.ts';
import type { MachineInPlay } from './situation.ts';

/**
 * Where the disks of the old machine lie, and who has seen it: the appliance's discovery, by which the service goes, else
 * vCenter. Without the protected item nobody knows whether the service would go by another place.
 */
export function oldPlaceOf({
  item,
  onSite,
}: Pick<MachineInPlay, 'item' | 'onSite'>):
  | { readonly datastores: readonly string[]; readonly seen: Seen }
  | undefined {
  if ('reason' in item) return undefined;
  if (item.seen.discovered !== null && item.seen.discovered.datastores.length > 0)
    return { datastores: item.seen.discovered.datastores, seen: item.seen };
  if (!('reason' in onSite) && onSite.seen.datastores.length > 0)
    return { datastores: onSite.seen.datastores, seen: onSite.seen };
  return undefined;
}
