import type { CapturedConnection, CapturedVirtualNetwork } from '../../core/inventory/inventory.ts';
import type { Estate } from './estate.ts';
import { sameId } from './same-id.ts';

/**
 * Whether what stands in a subnet reaches the site: over a connected gateway of its network, or of one that it is peered
 * with. Where nobody captured the connections or the subnet, it does.
 */
export function siteInReach(estate: Estate, subnetId: string | undefined): boolean {
  const { connections, virtualNetworks } = estate.inventory;
  if (connections === undefined || subnetId === undefined) return true;
  const networkId = subnetId.replace(/\/subnets\/[^/]+$/i, '');
  const network = virtualNetworks?.find(({ id }) => sameId(id, networkId));
  return connections.some((one) => serves(one, networkId, network) && isUp(one));
}

/** The subnet in which a virtual machine has its first card, if anybody saw it. */
export function subnetOfVm(estate: Estate, vmId: string | undefined): string | undefined {
  const [card] = estate.azure.vm(vmId)?.captured.networkInterfaceIds ?? [];
  return card === undefined ? undefined : estate.azure.interfaces.get(card.toLowerCase())?.subnetId;
}

function serves(
  connection: CapturedConnection,
  networkId: string,
  network: CapturedVirtualNetwork | undefined,
): boolean {
  const { virtualNetworkId } = connection;
  if (virtualNetworkId === undefined || sameId(virtualNetworkId, networkId)) return true;
  return (network?.peerings ?? []).some(
    (peering) =>
      peering.useRemoteGateways && peering.state === 'Connected' && sameId(peering.remoteNetworkId, virtualNetworkId),
  );
}

/** ExpressRoute serves the way back by private peering alone. Documented. */
function isUp({ status, circuit }: CapturedConnection): boolean {
  if (status !== 'Connected') return false;
  return (
    circuit === undefined ||
    circuit.peerings.some(({ name, state }) => name === 'AzurePrivatePeering' && state === 'Enabled')
  );
}
