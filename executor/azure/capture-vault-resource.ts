import { z } from 'zod';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { maybe, maybeList, readRows, text } from './arm-answer.ts';
import { lastSegment } from './arm-id.ts';
import type { ArmRest } from './arm-rest.ts';
import { type ArmSession, reading } from './arm-session.ts';

type Vault = NonNullable<Inventory['vault']>;
type PrivateEndpoint = NonNullable<Vault['privateEndpoints']>[number];

const connectionRow = z.object({
  id: text.min(1),
  properties: z.object({
    privateEndpoint: z.object({ id: maybe }).nullish(),
    privateLinkServiceConnectionState: z.object({ status: maybe }).nullish(),
  }),
});

const vaultRow = z.object({
  location: text,
  identity: z.object({ type: maybe }).nullish(),
  properties: z.object({
    publicNetworkAccess: maybe,
    privateEndpointConnections: z.array(connectionRow).nullish(),
    privateEndpointStateForSiteRecovery: maybe,
  }),
});

const endpointRow = z.object({
  properties: z.object({ customDnsConfigs: maybeList(z.object({ ipAddresses: maybeList(text) })) }),
});

/** The vault itself: where it is, whether it is reached from outside, as whom it acts; undefined where there is none. */
export async function captureVaultResource(
  session: ArmSession,
  rest: ArmRest,
  id: string,
): Promise<Omit<Vault, 'id' | 'name' | 'seenAt'> | undefined> {
  const found = await reading(session, 'the vault', () => rest.get(id, '2023-04-01'));
  if (found === undefined) return undefined;
  const [vault] = readRows(vaultRow, [found], 'the vault');
  if (vault === undefined) return undefined;
  const { publicNetworkAccess, privateEndpointStateForSiteRecovery: state } = vault.properties;
  // A vault without private endpoints may have no such list, but says so.
  const endpoints = vault.properties.privateEndpointConnections ?? (state === 'None' ? [] : undefined);
  return {
    location: vault.location,
    ...(publicNetworkAccess === undefined ? {} : { publicNetworkAccess }),
    ...(vault.identity?.type === undefined ? {} : { identity: vault.identity.type }),
    ...(endpoints === undefined
      ? {}
      : { privateEndpoints: await Promise.all(endpoints.map((one) => endpoint(session, rest, one))) }),
  };
}

async function endpoint(
  session: ArmSession,
  rest: ArmRest,
  { id, properties }: z.output<typeof connectionRow>,
): Promise<PrivateEndpoint> {
  const endpointId = properties.privateEndpoint?.id;
  const state = properties.privateLinkServiceConnectionState?.status ?? 'Unknown';
  if (endpointId === undefined) return { id, state };
  const addresses = await addressesOf(session, rest, endpointId);
  return { id: endpointId, state, ...(addresses === undefined ? {} : { addresses }) };
}

/** How many addresses an endpoint takes; undefined where it stands in a subscription that this account does not see. */
async function addressesOf(session: ArmSession, rest: ArmRest, id: string): Promise<number | undefined> {
  const what = `the private endpoint '${lastSegment(id)}'`;
  const found = await reading(session, what, () => rest.get(id, '2024-01-01')).catch(() => undefined);
  if (session.signal?.aborted) throw session.signal.reason;
  if (found === undefined) return undefined;
  const [read] = readRows(endpointRow, [found], what);
  return new Set(read?.properties.customDnsConfigs.flatMap(({ ipAddresses }) => ipAddresses)).size;
}
