import { type Answer, armError, ok } from '../arm/answer.ts';
import { type Call, field, textField } from '../arm/call.ts';
import type { NetworkInterface, PublicAddress, Tags } from '../estate/azure-side.ts';
import type { Estate } from '../estate/estate.ts';
import { sameId } from '../estate/same-id.ts';
import { creating } from './azure-operation.ts';
import { renderAddress, renderInterface } from './render-network-card.ts';
import { idOf } from './resource-id.ts';

/** PUT of a network card: made in a subnet, or shown as it is where it exists. */
export function putInterface(estate: Estate, call: Call): Answer {
  const { azure, knobs } = estate;
  const id = idOf(call, 'networkInterfaces', call.path.name, 'Microsoft.Network');
  const standing = azure.interfaces.get(id.toLowerCase());
  if (standing !== undefined) return ok(renderInterface(standing));
  const location = textField(call.body, 'location');
  if (location === undefined) return locationRequired();
  const [first] = (field(call.body, 'properties', 'ipConfigurations') ?? []) as readonly unknown[];
  const subnetId = textField(first, 'properties', 'subnet', 'id');
  const publicAddressId = textField(first, 'properties', 'publicIPAddress', 'id');
  if (subnetId === undefined || !subnetExists(estate, subnetId)) return unknownReference(subnetId ?? 'subnet', id);
  const address = publicAddressId === undefined ? undefined : azure.addresses.get(publicAddressId.toLowerCase());
  if (publicAddressId !== undefined && address === undefined) return unknownReference(publicAddressId, id);
  if (address?.interfaceId !== undefined)
    return armError(400, 'PublicIPAddressInUse', `${address.id} is already allocated to ${address.interfaceId}.`);
  const card: NetworkInterface = {
    id,
    name: call.path.name ?? '',
    location,
    privateAddress: textField(first, 'properties', 'privateIPAddress') ?? freeAddress(estate, subnetId, id),
    publicAddressId: address?.id,
    subnetId,
    securityGroupId: textField(call.body, 'properties', 'networkSecurityGroup', 'id'),
    tags: (field(call.body, 'tags') as Tags | undefined) ?? {},
    vmId: undefined,
  };
  azure.interfaces.set(id.toLowerCase(), card);
  if (address !== undefined) address.interfaceId = id;
  return creating(estate, call, {
    provider: 'Microsoft.Network',
    location,
    seconds: knobs.azureOperationSeconds,
    body: () => renderInterface(card),
    done: () => {},
  });
}

/** PUT of a public address. */
export function putAddress(estate: Estate, call: Call): Answer {
  const { azure, knobs, chance } = estate;
  const id = idOf(call, 'publicIPAddresses', call.path.name, 'Microsoft.Network');
  const standing = azure.addresses.get(id.toLowerCase());
  if (standing !== undefined) return ok(renderAddress(standing));
  const location = textField(call.body, 'location');
  if (location === undefined) return locationRequired();
  const drawn = chance.draw('public-address', id.toLowerCase());
  const made: PublicAddress = {
    id,
    name: call.path.name ?? '',
    location,
    address: `198.51.100.${1 + Math.floor(drawn * 254)}`,
    tags: (field(call.body, 'tags') as Tags | undefined) ?? {},
    interfaceId: undefined,
  };
  azure.addresses.set(id.toLowerCase(), made);
  return creating(estate, call, {
    provider: 'Microsoft.Network',
    location,
    seconds: knobs.azureOperationSeconds,
    body: () => renderAddress(made),
    done: () => {},
  });
}

/** Where nobody captured the networks, every subnet is taken to exist. */
function subnetExists({ inventory }: Estate, subnetId: string): boolean {
  const networks = inventory.virtualNetworks;
  return networks === undefined || networks.some(({ subnetIds }) => subnetIds.some((id) => sameId(id, subnetId)));
}

/** An address of the network that no card has, the same for the same card whatever else was asked before. */
function freeAddress(estate: Estate, subnetId: string, cardId: string): string {
  const network = estate.inventory.virtualNetworks?.find(({ subnetIds }) =>
    subnetIds.some((id) => sameId(id, subnetId)),
  );
  const [a = '10', b = '60'] = (network?.addressPrefixes[0] ?? '10.60.0.0/16').split('.');
  const taken = new Set([...estate.azure.interfaces.values()].map(({ privateAddress }) => privateAddress));
  const start = Math.floor(estate.chance.draw('private-address', cardId.toLowerCase()) * 200);
  for (let step = 0; step < 200; step++) {
    const address = `${a}.${b}.250.${20 + ((start + step) % 200)}`;
    if (!taken.has(address)) return address;
  }
  return `${a}.${b}.251.4`;
}

function locationRequired(): Answer {
  return armError(400, 'LocationRequired', 'The location property is required for this definition.');
}

function unknownReference(what: string, by: string): Answer {
  return armError(
    400,
    'InvalidResourceReference',
    `Resource ${what} referenced by resource ${by} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
  );
}
