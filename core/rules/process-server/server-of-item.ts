import type { CapturedConfigurationServer, CapturedItem } from '../../inventory/inventory.ts';

/** The configuration server that holds a protected item: the fabric in the item's own id. */
export function serverOfItem(
  { id }: CapturedItem,
  servers: readonly CapturedConfigurationServer[],
): CapturedConfigurationServer | undefined {
  const item = id.toLowerCase();
  return servers.find((server) => item.startsWith(`${server.id.toLowerCase()}/`));
}
