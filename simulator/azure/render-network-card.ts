import type { NetworkInterface, PublicAddress } from '../estate/azure-side.ts';

/** A network card as Network answers it. */
export function renderInterface(card: NetworkInterface) {
  return {
    id: card.id,
    name: card.name,
    type: 'Microsoft.Network/networkInterfaces',
    location: card.location,
    ...(card.tags === undefined ? {} : { tags: card.tags }),
    properties: {
      provisioningState: 'Succeeded',
      ipConfigurations: [
        {
          id: `${card.id}/ipConfigurations/${card.name}-ipConfig`,
          name: `${card.name}-ipConfig`,
          properties: {
            provisioningState: 'Succeeded',
            privateIPAddress: card.privateAddress,
            privateIPAllocationMethod: 'Dynamic',
            primary: true,
            privateIPAddressVersion: 'IPv4',
            ...(card.subnetId === undefined ? {} : { subnet: { id: card.subnetId } }),
            ...(card.publicAddressId === undefined ? {} : { publicIPAddress: { id: card.publicAddressId } }),
          },
        },
      ],
      enableAcceleratedNetworking: false,
      enableIPForwarding: false,
      primary: true,
      ...(card.securityGroupId === undefined ? {} : { networkSecurityGroup: { id: card.securityGroupId } }),
      ...(card.vmId === undefined ? {} : { virtualMachine: { id: card.vmId } }),
    },
  };
}

/** A public address as Network answers it. */
export function renderAddress(address: PublicAddress) {
  return {
    id: address.id,
    name: address.name,
    type: 'Microsoft.Network/publicIPAddresses',
    location: address.location,
    ...(address.tags === undefined ? {} : { tags: address.tags }),
    sku: { name: 'Standard', tier: 'Regional' },
    properties: {
      provisioningState: 'Succeeded',
      publicIPAllocationMethod: 'Static',
      publicIPAddressVersion: 'IPv4',
      ipAddress: address.address,
      ...(address.interfaceId === undefined
        ? {}
        : { ipConfiguration: { id: `${address.interfaceId}/ipConfigurations/ipConfig` } }),
    },
  };
}
