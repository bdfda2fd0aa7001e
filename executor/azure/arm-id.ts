/** Parts of ARM ids, found by the name of the segment before them, without case: the service writes `/Subscriptions/`. */
export function segmentAfter(id: string, name: string): string | undefined {
  const parts = id.split('/');
  const place = parts.findIndex((part) => part.toLowerCase() === name.toLowerCase());
  return place === -1 ? undefined : parts[place + 1];
}

/** @throws Error when the id lacks the segment: ids come from the service, so that is a bug */
export function requiredSegment(id: string, name: string): string {
  const value = segmentAfter(id, name);
  if (value === undefined || value === '') throw new Error(`'${id}' has no '${name}'.`);
  return value;
}

export function lastSegment(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

/** Where a protected item lies: what the SDK asks for one by one. */
export interface ItemAddress {
  readonly resourceGroup: string;
  readonly vault: string;
  readonly fabric: string;
  readonly container: string;
  readonly item: string;
}

export function itemAddress(id: string): ItemAddress {
  return {
    resourceGroup: requiredSegment(id, 'resourceGroups'),
    vault: requiredSegment(id, 'vaults'),
    fabric: requiredSegment(id, 'replicationFabrics'),
    container: requiredSegment(id, 'replicationProtectionContainers'),
    item: requiredSegment(id, 'replicationProtectedItems'),
  };
}
