import type { Estate } from '../estate/estate.ts';
import { lastOf, vaultId } from './service-ids.ts';

/** The vault as Microsoft.RecoveryServices answers it: with its identity and its private endpoints, if it has any. */
export function renderVault(estate: Estate) {
  const { vault } = estate.inventory;
  const id = vaultId(estate).replace(/^\/Subscriptions/, '/subscriptions');
  const endpoints = vault?.privateEndpoints ?? [];
  return {
    id,
    name: lastOf(id),
    type: 'Microsoft.RecoveryServices/vaults',
    location: vault?.location ?? 'westeurope',
    sku: { name: 'RS0', tier: 'Standard' },
    ...(vault?.identity === undefined ? {} : { identity: identity(estate, vault.identity) }),
    properties: {
      provisioningState: 'Succeeded',
      privateEndpointStateForSiteRecovery: endpoints.length === 0 ? 'None' : 'Enabled',
      ...(vault?.publicNetworkAccess === undefined ? {} : { publicNetworkAccess: vault.publicNetworkAccess }),
      ...(vault?.privateEndpoints === undefined
        ? {}
        : {
            privateEndpointConnections: endpoints.map((endpoint) => ({
              id: `${id}/privateEndpointConnections/${lastOf(endpoint.id)}`,
              name: lastOf(endpoint.id),
              type: 'Microsoft.RecoveryServices/vaults/privateEndpointConnections',
              location: vault.location,
              properties: {
                provisioningState: 'Succeeded',
                privateEndpoint: { id: endpoint.id },
                groupIds: ['AzureSiteRecovery'],
                privateLinkServiceConnectionState: {
                  status: endpoint.state,
                  description: '',
                  actionsRequired: 'None',
                },
              },
            })),
          }),
    },
  };
}

function identity(estate: Estate, type: string) {
  return /SystemAssigned/i.test(type)
    ? { type, principalId: estate.chance.guid('vault-principal'), tenantId: estate.chance.guid('tenant') }
    : { type };
}
