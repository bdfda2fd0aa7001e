import { type Answer, armError, notFound, ok, page } from '../arm/answer.ts';
import type { Call } from '../arm/call.ts';
import type { Route } from '../arm/router.ts';
import type { NetworkInterface, PublicAddress } from '../estate/azure-side.ts';
import type { Estate } from '../estate/estate.ts';
import { acceptedOperation, operationResult, operationStatus } from './azure-operation.ts';
import { putAddress, putInterface } from './make-network-card.ts';
import { renderAddress, renderInterface } from './render-network-card.ts';
import { idOf, inGroup, inSubscription } from './resource-id.ts';

const subscription = '/subscriptions/{subscription}';
const provider = 'providers/Microsoft.Network';
const group = `${subscription}/resourceGroups/{group}/${provider}`;

/** Microsoft.Network: the cards and addresses that a failback leaves behind. */
export function networkRoutes(estate: Estate): readonly Route[] {
  const { interfaces, addresses } = estate.azure;
  const card = (call: Call) => interfaces.get(networkId(call, 'networkInterfaces').toLowerCase());
  const address = (call: Call) => addresses.get(networkId(call, 'publicIPAddresses').toLowerCase());
  const found = <T>(thing: T | undefined, call: Call, render: (thing: T) => unknown): Answer =>
    thing === undefined ? notFound(call.path.name ?? '') : ok(render(thing));
  return [
    [
      'GET',
      `${subscription}/${provider}/networkInterfaces`,
      (call) => page([...interfaces.values()].filter(({ id }) => inSubscription(id, call)).map(renderInterface)),
    ],
    [
      'GET',
      `${subscription}/${provider}/publicIPAddresses`,
      (call) => page([...addresses.values()].filter(({ id }) => inSubscription(id, call)).map(renderAddress)),
    ],
    [
      'GET',
      `${group}/networkInterfaces`,
      (call) => page([...interfaces.values()].filter(({ id }) => inGroup(id, call)).map(renderInterface)),
    ],
    ['GET', `${group}/networkInterfaces/{name}`, (call) => found(card(call), call, renderInterface)],
    ['PUT', `${group}/networkInterfaces/{name}`, (call) => putInterface(estate, call)],
    ['DELETE', `${group}/networkInterfaces/{name}`, (call) => deleteInterface(estate, call, card(call))],
    [
      'GET',
      `${group}/publicIPAddresses`,
      (call) => page([...addresses.values()].filter(({ id }) => inGroup(id, call)).map(renderAddress)),
    ],
    ['GET', `${group}/publicIPAddresses/{name}`, (call) => found(address(call), call, renderAddress)],
    ['PUT', `${group}/publicIPAddresses/{name}`, (call) => putAddress(estate, call)],
    ['DELETE', `${group}/publicIPAddresses/{name}`, (call) => deleteAddress(estate, call, address(call))],
    [
      'GET',
      `${subscription}/${provider}/locations/{location}/operations/{operation}`,
      (call) => operationStatus(estate, call),
    ],
    [
      'GET',
      `${subscription}/${provider}/locations/{location}/operationResults/{operation}`,
      (call) => operationResult(estate, call),
    ],
  ];
}

function networkId(call: Call, collection: string): string {
  return idOf(call, collection, call.path.name, 'Microsoft.Network');
}

/** What is in use cannot be deleted. Documented. */
function deleteInterface(estate: Estate, call: Call, card: NetworkInterface | undefined): Answer {
  if (card === undefined) return { status: 204 };
  if (card.vmId !== undefined)
    return armError(
      400,
      'NicInUse',
      `Network Interface ${card.id} is used by existing resource ${card.vmId}. In order to delete the network interface, it must be dissociated from the resource.`,
    );
  return acceptedOperation(estate, call, 'Microsoft.Network', card.location, () =>
    estate.azure.deleteInterface(card.id),
  );
}

function deleteAddress(estate: Estate, call: Call, address: PublicAddress | undefined): Answer {
  if (address === undefined) return { status: 204 };
  if (address.interfaceId !== undefined)
    return armError(
      400,
      'PublicIPAddressCannotBeDeleted',
      `Public IP address ${address.id} can not be deleted since it is still allocated to resource ${address.interfaceId}.`,
    );
  return acceptedOperation(estate, call, 'Microsoft.Network', address.location, () => {
    estate.azure.addresses.delete(address.id.toLowerCase());
  });
}
