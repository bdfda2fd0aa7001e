import { notFound, ok, page } from '../arm/answer.ts';
import type { Route } from '../arm/router.ts';
import type { Estate } from '../estate/estate.ts';

const group = '/subscriptions/{subscription}/resourceGroups/{group}/providers';

/** What a capture reads beside the vault: the appliance's site (Microsoft.OffAzure) and storage accounts. */
export function siteRoutes(estate: Estate): readonly Route[] {
  const { inventory, chance } = estate;
  const capturedAt = inventory.capturedAt;
  const appliance = inventory.appliances?.[0]?.name ?? null;
  return [
    [
      'GET',
      `${group}/Microsoft.OffAzure/VMwareSites/{site}/runasaccounts`,
      (call) =>
        page(
          (inventory.runAsAccounts ?? []).map((account) => {
            const name = account.id.slice(account.id.lastIndexOf('/') + 1);
            return {
              id: account.id.includes('/') ? account.id : `${siteId(call.path)}/runasaccounts/${account.id}`,
              name,
              type: 'Microsoft.OffAzure/VMwareSites/runasaccounts',
              properties: {
                displayName: account.name,
                credentialType: 'WindowsGuest',
                createdTimestamp: capturedAt,
                updatedTimestamp: capturedAt,
                applianceName: appliance,
              },
            };
          }),
        ),
    ],
    [
      'GET',
      `${group}/Microsoft.OffAzure/VMwareSites/{site}/vcenters`,
      (call) =>
        page(
          (inventory.vcenters ?? []).map((vcenter) => ({
            id: vcenter.id ?? `${siteId(call.path)}/vcenters/${vcenter.name}`,
            name: vcenter.name,
            type: 'Microsoft.OffAzure/VMwareSites/vcenters',
            properties: {
              friendlyName: vcenter.name,
              fqdn: vcenter.address,
              port: '443',
              version: vcenter.version ?? null,
              perfStatisticsDisabled: null,
              runAsAccountId: null,
              instanceUuid: chance.guid('vcenter', vcenter.name),
              errors: [],
              createdTimestamp: capturedAt,
              updatedTimestamp: capturedAt,
            },
          })),
        ),
    ],
    [
      'GET',
      `${group}/Microsoft.Storage/storageAccounts/{account}`,
      (call) => {
        const account = inventory.storageAccounts?.find(
          ({ name }) => name.toLowerCase() === call.path.account?.toLowerCase(),
        );
        if (account === undefined) return notFound(call.path.account ?? '');
        const sku = account.sku ?? 'Standard_LRS';
        return ok({
          sku: { name: sku, tier: sku.split('_')[0] ?? 'Standard' },
          kind: account.kind ?? 'StorageV2',
          id: account.id,
          name: account.name,
          type: 'Microsoft.Storage/storageAccounts',
          location: account.location,
          tags: {},
          properties: {
            provisioningState: 'Succeeded',
            primaryLocation: account.location,
            statusOfPrimary: 'available',
            supportsHttpsTrafficOnly: true,
            minimumTlsVersion: 'TLS1_2',
          },
        });
      },
    ],
  ];
}

function siteId(path: Readonly<Record<string, string>>): string {
  return `/subscriptions/${path.subscription}/resourceGroups/${path.group}/providers/Microsoft.OffAzure/VMwareSites/${path.site}`;
}
