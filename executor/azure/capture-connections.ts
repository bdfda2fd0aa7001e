import { z } from 'zod';
import type { CapturedConnection } from '../../core/inventory/inventory.ts';
import { maybe, maybeList, readRows, text } from './arm-answer.ts';
import { lastSegment, segmentAfter } from './arm-id.ts';
import type { ArmRest } from './arm-rest.ts';
import { type ArmSession, reading } from './arm-session.ts';
import { networkOf } from './capture-networks.ts';

const API_VERSION = '2024-01-01';

const reference = z.object({ id: maybe }).nullish();

const connectionRow = z.object({
  id: text.min(1),
  name: text,
  properties: z.object({
    connectionType: maybe,
    connectionStatus: maybe,
    virtualNetworkGateway1: reference,
    peer: reference,
  }),
});

const gatewayRow = z.object({
  properties: z.object({ ipConfigurations: maybeList(z.object({ properties: z.object({ subnet: reference }) })) }),
});

const circuitRow = z.object({
  id: text.min(1),
  name: text,
  properties: z.object({
    circuitProvisioningState: maybe,
    serviceProviderProvisioningState: maybe,
    peerings: maybeList(z.object({ name: text, properties: z.object({ state: maybe }) })),
  }),
});

type Row = z.output<typeof connectionRow>;
type Circuit = NonNullable<CapturedConnection['circuit']>;

/**
 * Connections of virtual network gateways in these resource groups, with the network of each gateway and the circuit of
 * each ExpressRoute. Azure lists connections a resource group at a time; keys that the answers hold are not read.
 */
export async function captureConnections(
  session: ArmSession,
  rest: ArmRest,
  groups: readonly string[],
  seenAt: string,
): Promise<CapturedConnection[]> {
  const lists = await Promise.all(groups.map((group) => connectionsOf(session, rest, group)));
  const rows = await Promise.all(lists.flat().map((row) => withStatus(session, rest, row)));
  const circuits = rows.some(({ properties }) => properties.peer?.id !== undefined)
    ? await circuitsOf(session, rest)
    : [];
  return Promise.all(
    rows.map(async ({ id, name, properties }) => {
      const network = await networkOfGateway(session, rest, properties.virtualNetworkGateway1?.id);
      const circuit = await circuitCalled(session, rest, circuits, properties.peer?.id);
      return {
        id,
        name: name || lastSegment(id),
        kind: properties.connectionType ?? 'Unknown',
        status: properties.connectionStatus ?? 'Unknown',
        ...(network === undefined ? {} : { virtualNetworkId: network }),
        ...(circuit === undefined ? {} : { circuit }),
        seenAt,
      };
    }),
  );
}

async function connectionsOf(session: ArmSession, rest: ArmRest, group: string): Promise<Row[]> {
  const what = `the connections of '${lastSegment(group)}'`;
  const path = `${group}/providers/Microsoft.Network/connections`;
  return readRows(connectionRow, await reading(session, what, () => rest.list(path, API_VERSION)), what);
}

/** Lists may leave the status out; the resource itself has it. */
async function withStatus(session: ArmSession, rest: ArmRest, row: Row): Promise<Row> {
  if (row.properties.connectionStatus !== undefined) return row;
  const what = `connection '${row.name}'`;
  const alone = await reading(session, what, () => rest.get(row.id, API_VERSION));
  return alone === undefined ? row : (readRows(connectionRow, [alone], what)[0] ?? row);
}

/** The network in which a gateway stands, by its subnet. */
async function networkOfGateway(session: ArmSession, rest: ArmRest, id: string | undefined) {
  if (id === undefined) return undefined;
  const what = `the gateway '${lastSegment(id)}'`;
  const found = await reading(session, what, () => rest.get(id, API_VERSION));
  if (found === undefined) return undefined;
  const [gateway] = readRows(gatewayRow, [found], what);
  const subnet = gateway?.properties.ipConfigurations.find((one) => one.properties.subnet?.id !== undefined);
  return subnet?.properties.subnet?.id === undefined ? undefined : networkOf(subnet.properties.subnet.id);
}

async function circuitsOf(session: ArmSession, rest: ArmRest): Promise<Circuit[]> {
  const what = 'the ExpressRoute circuits';
  const path = `/subscriptions/${session.subscription}/providers/Microsoft.Network/expressRouteCircuits`;
  return readRows(circuitRow, await reading(session, what, () => rest.list(path, API_VERSION)), what).map(circuit);
}

/** A circuit of another subscription is in no list of ours, and is read by itself. */
async function circuitCalled(
  session: ArmSession,
  rest: ArmRest,
  listed: readonly Circuit[],
  id: string | undefined,
): Promise<Circuit | undefined> {
  if (id === undefined) return undefined;
  const here = listed.find((one) => one.id.toLowerCase() === id.toLowerCase());
  if (here !== undefined || segmentAfter(id, 'expressRouteCircuits') === undefined) return here;
  const what = `the ExpressRoute circuit '${lastSegment(id)}'`;
  const found = await reading(session, what, () => rest.get(id, API_VERSION));
  return found === undefined ? undefined : readRows(circuitRow, [found], what).map(circuit)[0];
}

function circuit({ id, name, properties }: z.output<typeof circuitRow>): Circuit {
  const { circuitProvisioningState, serviceProviderProvisioningState, peerings } = properties;
  return {
    id,
    name: name || lastSegment(id),
    ...(circuitProvisioningState === undefined ? {} : { provisioningState: circuitProvisioningState }),
    ...(serviceProviderProvisioningState === undefined ? {} : { providerState: serviceProviderProvisioningState }),
    peerings: peerings.map((peering) => ({ name: peering.name, state: peering.properties.state ?? 'Unknown' })),
  };
}
