import { z } from 'zod';
import type { CapturedVirtualNetwork } from '../../core/inventory/inventory.ts';
import { maybe, maybeList, readRows, text } from './arm-answer.ts';
import { lastSegment } from './arm-id.ts';
import type { ArmRest } from './arm-rest.ts';
import { type ArmSession, reading } from './arm-session.ts';

const row = z.object({
  id: text.min(1),
  name: text,
  location: text,
  properties: z.object({
    addressSpace: z.object({ addressPrefixes: maybeList(text) }).nullish(),
    subnets: maybeList(z.object({ id: text.min(1) })),
    virtualNetworkPeerings: maybeList(
      z.object({
        name: text,
        properties: z.object({
          peeringState: maybe,
          useRemoteGateways: z.boolean().nullish(),
          remoteVirtualNetwork: z.object({ id: maybe }).nullish(),
        }),
      }),
    ),
  }),
});

/**
 * The virtual networks that matter: those of the given subnets or called by these names or ids, and their peers. One
 * list for the subscription; the networks of other teams stay out of the file.
 */
export async function captureNetworks(
  session: ArmSession,
  rest: ArmRest,
  wanted: { readonly subnets: readonly string[]; readonly networks: readonly string[] },
  seenAt: string,
): Promise<CapturedVirtualNetwork[]> {
  const path = `/subscriptions/${session.subscription}/providers/Microsoft.Network/virtualNetworks`;
  const what = 'the virtual networks';
  const seen = readRows(row, await reading(session, what, () => rest.list(path, '2024-01-01')), what);
  const all = seen.map((one) => network(one, seenAt));
  const folded = new Set([...wanted.networks, ...wanted.subnets.map(networkOf)].map((one) => one.toLowerCase()));
  const named = all.filter(({ id, name }) => folded.has(id.toLowerCase()) || folded.has(name.toLowerCase()));
  const peers = new Set(named.flatMap(({ peerings }) => peerings.map((one) => one.remoteNetworkId.toLowerCase())));
  return all.filter((one) => named.includes(one) || peers.has(one.id.toLowerCase()));
}

/** Id of the network that a subnet is part of. */
export function networkOf(subnetId: string): string {
  const at = subnetId.toLowerCase().lastIndexOf('/subnets/');
  return at === -1 ? subnetId : subnetId.slice(0, at);
}

function network({ id, name, location, properties }: z.output<typeof row>, seenAt: string): CapturedVirtualNetwork {
  return {
    id,
    name: name || lastSegment(id),
    location,
    addressPrefixes: properties.addressSpace?.addressPrefixes ?? [],
    subnetIds: properties.subnets.map((subnet) => subnet.id),
    peerings: properties.virtualNetworkPeerings.flatMap((peering) => {
      const { remoteVirtualNetwork, peeringState, useRemoteGateways } = peering.properties;
      if (remoteVirtualNetwork?.id === undefined) return [];
      return {
        name: peering.name,
        remoteNetworkId: remoteVirtualNetwork.id,
        state: peeringState ?? 'Unknown',
        useRemoteGateways: useRemoteGateways ?? false,
      };
    }),
    seenAt,
  };
}
