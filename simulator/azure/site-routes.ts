import type { Inventory } from '../../core/inventory/inventory.ts';
import { notFound, ok, page } from '../arm/answer.ts';
import type { Route } from '../arm/router.ts';
import type { Estate } from '../estate/estate.ts';
import { renderDiscovered } from './discovered-machine.ts';
import { onlyIfCaptured } from './never-captured.ts';
import { inSubscription } from './resource-id.ts';

type StorageAccount = NonNullable<Inventory['storageAccounts']>[number];

const group = '/subscriptions/{subscription}/resourceGroups/{group}/providers';

/** What a capture reads beside the vault: the appliance's site (Microsoft.OffAzure) and storage accounts. */
export function siteRoutes(estate: Estate): readonly Route[] {
  const { inventory, chance } = estate;
  const capturedAt = inventory.capturedAt;
  const accounts = inventory.storageAccounts ?? [];
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
      `${group}/Microsoft.OffAzure/VMwareSites/{site}/machines`,
      onlyIfCaptured(inventory.siteMachines, 'Microsoft.OffAzure/VMwareSites/machines/read', (call) =>
        page((inventory.siteMachines ?? []).map((one) => renderDiscovered(siteId(call.path), one, appliance))),
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
      '/subscriptions/{subscription}/providers/Microsoft.Storage/storageAccounts',
      (call) => page(accounts.filter(({ id }) => inSubscription(id, call)).map(renderAccount)),
    ],
    [
      'GET',
      `${group}/Microsoft.Storage/storageAccounts/{account}`,
      (call) => {
        const account = accounts.find(({ name }) => name.toLowerCase() === call.path.account?.toLowerCase());
        return account === undefined ? notFound(call.path.account ?? '') : ok(renderAccount(account));
      },
    ],
  ];
}

function siteId(path: Readonly<Record<string, string>>): string {
  return `/subscriptions/${path.subscription}/resourceGroups/${path.group}/providers/Microsoft.OffAzure/VMwareSites/${path.site}`;
}

function renderAccount(account: StorageAccount) {
  const sku = account.sku ?? 'Standard_LRS';
  return {
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
  };
}
