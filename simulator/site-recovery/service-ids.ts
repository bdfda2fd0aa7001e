import type { Estate } from '../estate/estate.ts';

/** Site Recovery writes its own ids with a capital `Subscriptions`, whatever was asked. Recorded. */
export function serviceId(id: string): string {
  return id.replace(/^\/subscriptions\//i, '/Subscriptions/');
}

export function optionalServiceId(id: string | undefined): string | null {
  return id === undefined ? null : serviceId(id);
}

/** Id of the simulated vault, as the service writes it. */
export function vaultId(estate: Estate): string {
  const { vault, items, fabrics } = estate.inventory;
  const id =
    vault?.id ??
    fabrics?.[0]?.id ??
    items?.[0]?.id ??
    '/subscriptions/none/resourceGroups/none/providers/Microsoft.RecoveryServices/vaults/none';
  return serviceId(id.replace(/(\/vaults\/[^/]+).*$/i, '$1'));
}

export function jobId(estate: Estate, id: string): string {
  return `${vaultId(estate)}/replicationJobs/${id}`;
}

/** Where polling goes: the region of the vault, or the global address. */
export function pollingHost(estate: Estate): string {
  const location = estate.inventory.vault?.location.toLowerCase().replaceAll(' ', '');
  return estate.knobs.regionalHost && location !== undefined
    ? `https://${location}.management.azure.com`
    : 'https://management.azure.com';
}

/** The container in which an item is, and the fabric around it, by the item's id. */
export function homeOf(itemId: string): {
  readonly fabricId: string;
  readonly fabricName: string;
  readonly containerId: string;
  readonly containerName: string;
} {
  const containerId = serviceId(itemId.replace(/\/replicationProtectedItems\/[^/]+$/i, ''));
  const fabricId = containerId.replace(/\/replicationProtectionContainers\/[^/]+$/i, '');
  return {
    fabricId,
    fabricName: lastOf(fabricId),
    containerId,
    containerName: lastOf(containerId),
  };
}

export function lastOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
