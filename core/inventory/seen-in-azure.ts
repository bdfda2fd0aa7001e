import { z } from 'zod';
import { armId, bytes, seen, timestamp } from './seen.ts';

/** What Azure shows around the vault: machines and their networks, the ways to the site, locks and rights. */

export const azureVm = z.object({
  id: armId,
  name: z.string(),
  location: z.string(),
  size: z.string().optional(),
  /** `running`, `deallocated`, … : the part after `PowerState/`. */
  powerState: z.string(),
  provisioningState: z.string().optional(),
  securityType: z.string().optional(),
  osDiskId: armId.optional(),
  dataDisks: z.array(z.object({ id: armId.optional(), name: z.string(), lun: z.number(), sizeBytes: bytes })),
  networkInterfaceIds: z.array(armId),
  /** Its interfaces with the subnets they stand in; absent where nobody looked at them. */
  interfaces: z
    .array(
      z.object({
        id: armId,
        subnetId: armId.optional(),
        privateAddresses: z.array(z.string()),
        securityGroupId: armId.optional(),
      }),
    )
    .optional(),
  /** Public addresses of those interfaces. */
  publicAddressIds: z.array(armId).optional(),
  /** What Azure charges an hour for it while it waits, if known. */
  hourlyCost: z.object({ amount: z.number().nonnegative(), currency: z.string() }).optional(),
  /** Which of the service's addresses the machine reaches over 443, where somebody tested it. */
  outbound: z
    .object({
      reachable: z.boolean(),
      detail: z.string().optional(),
      /** When it was tried, where that is not when the machine was seen. */
      seenAt: timestamp.optional(),
    })
    .optional(),
  ...seen,
});

export const virtualNetwork = z.object({
  id: armId,
  name: z.string(),
  location: z.string(),
  addressPrefixes: z.array(z.string()),
  subnetIds: z.array(armId),
  peerings: z.array(
    z.object({ name: z.string(), remoteNetworkId: armId, state: z.string(), useRemoteGateways: z.boolean() }),
  ),
  ...seen,
});

/** A connection of a virtual network gateway: a VPN to the site, or an ExpressRoute circuit. */
export const connection = z.object({
  id: armId,
  name: z.string(),
  /** `IPsec`, `ExpressRoute`, `Vnet2Vnet`, `VPNClient`, as the service says. */
  kind: z.string(),
  /** `Connected`, `Connecting`, `NotConnected`, `Unknown`. */
  status: z.string(),
  /** The virtual network in which its gateway stands. */
  virtualNetworkId: armId.optional(),
  circuit: z
    .object({
      id: armId,
      name: z.string(),
      provisioningState: z.string().optional(),
      /** `Provisioned` when the provider has built its side. */
      providerState: z.string().optional(),
      peerings: z.array(z.object({ name: z.string(), state: z.string() })),
    })
    .optional(),
  ...seen,
});

export const storageAccount = z.object({
  id: armId,
  name: z.string(),
  location: z.string(),
  kind: z.string().optional(),
  sku: z.string().optional(),
  ...seen,
});

/** A management lock, on whatever its scope names. */
export const lock = z.object({ id: armId, name: z.string(), level: z.string(), scope: armId, ...seen });

/** What whoever captured may do on a scope, as `Microsoft.Authorization/permissions` says: each an allowance with its exceptions. */
export const rights = z.object({
  scope: armId,
  permissions: z.array(z.object({ actions: z.array(z.string()), notActions: z.array(z.string()) })),
  ...seen,
});

export const trafficProfile = z.object({
  id: armId,
  name: z.string(),
  routingMethod: z.string(),
  ttlSeconds: z.number().nonnegative().optional(),
  endpoints: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      target: z.string().optional(),
      status: z.enum(['Enabled', 'Disabled']),
      monitorStatus: z.string().optional(),
      priority: z.number().optional(),
    }),
  ),
  ...seen,
});
