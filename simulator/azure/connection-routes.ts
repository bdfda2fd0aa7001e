import type { CapturedConnection } from '../../core/inventory/inventory.ts';
import { notFound, ok, page } from '../arm/answer.ts';
import type { Call } from '../arm/call.ts';
import type { Handler, Route } from '../arm/router.ts';
import { lastPart } from '../estate/azure-side.ts';
import type { Estate } from '../estate/estate.ts';
import { sameId } from '../estate/same-id.ts';
import { onlyIfCaptured } from './never-captured.ts';
import { idOf, inGroup } from './resource-id.ts';

const group = '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Network';

/** The ways from Azure to the site: connections, and the gateways on which they hang. */
export function connectionRoutes(estate: Estate): readonly Route[] {
  const connections = estate.inventory.connections ?? [];
  const seen = (handler: Handler) =>
    onlyIfCaptured(estate.inventory.connections, 'Microsoft.Network/connections/read', handler);
  const called = (collection: string, call: Call) => (one: { readonly id: string }) =>
    sameId(one.id, idOf(call, collection, call.path.name, 'Microsoft.Network'));
  const gateways = () => {
    const found = new Map(connections.map((one) => [gatewayId(one).toLowerCase(), one]));
    return [...found.values()].map((one) => renderGateway(estate, one));
  };
  return [
    [
      'GET',
      `${group}/connections`,
      seen((call) => {
        const inList = (one: CapturedConnection) => renderConnection(estate, one, estate.knobs.connectionStatusInLists);
        return page(connections.filter(({ id }) => inGroup(id, call)).map(inList));
      }),
    ],
    [
      'GET',
      `${group}/connections/{name}`,
      (call) => {
        const found = connections.find(called('connections', call));
        return found === undefined ? notFound(call.path.name ?? '') : ok(renderConnection(estate, found, true));
      },
    ],
    ['GET', `${group}/virtualNetworkGateways`, seen((call) => page(gateways().filter(({ id }) => inGroup(id, call))))],
    [
      'GET',
      `${group}/virtualNetworkGateways/{name}`,
      (call) => {
        const found = gateways().find(called('virtualNetworkGateways', call));
        return found === undefined ? notFound(call.path.name ?? '') : ok(found);
      },
    ],
  ];
}

function renderConnection(estate: Estate, connection: CapturedConnection, withStatus: boolean) {
  return {
    id: connection.id,
    name: connection.name,
    type: 'Microsoft.Network/connections',
    location: locationOf(estate, connection),
    properties: {
      provisioningState: 'Succeeded',
      virtualNetworkGateway1: { id: gatewayId(connection), properties: {} },
      connectionType: connection.kind,
      ...(withStatus ? { connectionStatus: connection.status } : {}),
      ...(connection.circuit === undefined ? {} : { peer: { id: connection.circuit.id } }),
      routingWeight: 0,
      enableBgp: connection.kind === 'ExpressRoute',
      egressBytesTransferred: 0,
      ingressBytesTransferred: 0,
    },
  };
}

/** The gateway was not captured, only the network in which it stands. */
function renderGateway(estate: Estate, connection: CapturedConnection) {
  const id = gatewayId(connection);
  const { virtualNetworkId } = connection;
  return {
    id,
    name: lastPart(id),
    type: 'Microsoft.Network/virtualNetworkGateways',
    location: locationOf(estate, connection),
    properties: {
      provisioningState: 'Succeeded',
      gatewayType: connection.kind === 'ExpressRoute' ? 'ExpressRoute' : 'Vpn',
      vpnType: 'RouteBased',
      enableBgp: false,
      activeActive: false,
      ipConfigurations:
        virtualNetworkId === undefined
          ? []
          : [
              {
                id: `${id}/ipConfigurations/default`,
                name: 'default',
                properties: {
                  provisioningState: 'Succeeded',
                  privateIPAllocationMethod: 'Dynamic',
                  subnet: { id: `${virtualNetworkId}/subnets/GatewaySubnet` },
                },
              },
            ],
    },
  };
}

/** One gateway of a kind stands in a network; where the network is not known it stands beside its connection. */
function gatewayId(connection: CapturedConnection): string {
  const { virtualNetworkId, kind, id } = connection;
  const suffix = kind === 'ExpressRoute' ? 'er-gateway' : 'vpn-gateway';
  return virtualNetworkId === undefined
    ? `${id.replace(/\/connections\/[^/]+$/i, '')}/virtualNetworkGateways/${connection.name}-${suffix}`
    : `${virtualNetworkId.replace(/\/virtualNetworks\/[^/]+$/i, '')}/virtualNetworkGateways/${lastPart(virtualNetworkId)}-${suffix}`;
}

function locationOf(estate: Estate, connection: CapturedConnection): string {
  const network = estate.inventory.virtualNetworks?.find(({ id }) => sameId(id, connection.virtualNetworkId));
  return network?.location ?? estate.inventory.vault?.location ?? 'westeurope';
}
