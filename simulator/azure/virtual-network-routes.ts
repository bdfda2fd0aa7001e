import type { CapturedVirtualNetwork } from '../../core/inventory/inventory.ts';
import { type Answer, notFound, ok, page } from '../arm/answer.ts';
import type { Call } from '../arm/call.ts';
import type { Handler, Route } from '../arm/router.ts';
import { lastPart } from '../estate/azure-side.ts';
import type { Estate } from '../estate/estate.ts';
import { sameId } from '../estate/same-id.ts';
import { onlyIfCaptured } from './never-captured.ts';
import { idOf, inGroup, inSubscription } from './resource-id.ts';

const subscription = '/subscriptions/{subscription}';
const provider = 'providers/Microsoft.Network';
const group = `${subscription}/resourceGroups/{group}/${provider}`;
const type = 'Microsoft.Network/virtualNetworks';

/** Virtual networks with their subnets and peerings, as they were captured: a failback changes none. */
export function virtualNetworkRoutes(estate: Estate): readonly Route[] {
  const networks = estate.inventory.virtualNetworks ?? [];
  const seen = (handler: Handler) =>
    onlyIfCaptured(estate.inventory.virtualNetworks, 'Microsoft.Network/virtualNetworks/read', handler);
  const withNetwork = (answer: (network: CapturedVirtualNetwork, call: Call) => Answer) => (call: Call) => {
    const id = idOf(call, 'virtualNetworks', call.path.network, 'Microsoft.Network');
    const network = networks.find((one) => sameId(one.id, id));
    return network === undefined ? notFound(call.path.network ?? '') : answer(network, call);
  };
  const one = (list: readonly { readonly name: string }[], name: string | undefined): Answer => {
    const found = list.find((entry) => sameId(entry.name, name));
    return found === undefined ? notFound(name ?? '') : ok(found);
  };
  const network = `${group}/virtualNetworks/{network}`;
  return [
    [
      'GET',
      `${subscription}/${provider}/virtualNetworks`,
      seen((call) =>
        page(networks.filter(({ id }) => inSubscription(id, call)).map((it) => renderNetwork(estate, it))),
      ),
    ],
    [
      'GET',
      `${group}/virtualNetworks`,
      seen((call) => page(networks.filter(({ id }) => inGroup(id, call)).map((it) => renderNetwork(estate, it)))),
    ],
    ['GET', network, withNetwork((it) => ok(renderNetwork(estate, it)))],
    ['GET', `${network}/subnets`, withNetwork((it) => page(subnets(estate, it)))],
    ['GET', `${network}/subnets/{subnet}`, withNetwork((it, call) => one(subnets(estate, it), call.path.subnet))],
    ['GET', `${network}/virtualNetworkPeerings`, withNetwork((it) => page(peerings(it)))],
    [
      'GET',
      `${network}/virtualNetworkPeerings/{peering}`,
      withNetwork((it, call) => one(peerings(it), call.path.peering)),
    ],
  ];
}

function renderNetwork(estate: Estate, network: CapturedVirtualNetwork) {
  return {
    id: network.id,
    name: network.name,
    type,
    location: network.location,
    properties: {
      provisioningState: 'Succeeded',
      addressSpace: { addressPrefixes: network.addressPrefixes },
      subnets: subnets(estate, network),
      virtualNetworkPeerings: peerings(network),
      enableDdosProtection: false,
    },
  };
}

/** Prefixes of subnets were not captured, so none is told. */
function subnets(estate: Estate, network: CapturedVirtualNetwork) {
  return network.subnetIds.map((id) => ({
    id,
    name: lastPart(id),
    type: `${type}/subnets`,
    properties: {
      provisioningState: 'Succeeded',
      ipConfigurations: [...estate.azure.interfaces.values()]
        .filter(({ subnetId }) => sameId(subnetId, id))
        .map((card) => ({ id: `${card.id}/ipConfigurations/${card.name}-ipConfig` })),
    },
  }));
}

function peerings(network: CapturedVirtualNetwork) {
  return network.peerings.map((peering) => ({
    id: `${network.id}/virtualNetworkPeerings/${peering.name}`,
    name: peering.name,
    type: `${type}/virtualNetworkPeerings`,
    properties: {
      provisioningState: 'Succeeded',
      peeringState: peering.state,
      remoteVirtualNetwork: { id: peering.remoteNetworkId },
      allowVirtualNetworkAccess: true,
      allowForwardedTraffic: true,
      allowGatewayTransit: false,
      useRemoteGateways: peering.useRemoteGateways,
    },
  }));
}
