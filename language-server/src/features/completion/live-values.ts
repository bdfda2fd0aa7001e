import type { World } from '../../../../core/inventory/world.ts';

/** Names that the inventory knows for a setting, by the rules of its block and of the setting itself. */
export function liveNames(world: World | undefined, block: string, setting: string): readonly string[] {
  if (world === undefined) return [];
  const { inventory } = world;
  const names = {
    'Datastore.NameSetting': inventory.datastores?.map((one) => one.name),
    'Appliance.NameSetting': inventory.appliances?.map((one) => one.name),
    'Vault.NameSetting': inventory.vault && [inventory.vault.name],
    'Vault.RegionSetting': inventory.vault && [inventory.vault.location],
    'Vault.LogStorageSetting': inventory.storageAccounts?.map((one) => one.name),
    'TrafficProfile.ProfileNameSetting': inventory.trafficProfiles?.map((one) => one.name),
    '.PolicySetting': inventory.policies?.map((one) => one.name),
    '.FailbackPolicySetting': inventory.policies?.map((one) => one.name),
    '.RunAsSetting': inventory.runAsAccounts?.map((one) => one.name),
    '.ItemSetting': inventory.items?.map((one) => one.name),
    '.AddressSetting': block === 'VCenter' ? inventory.vcenters?.map((one) => one.address) : undefined,
    '.EndpointSetting': inventory.trafficProfiles?.flatMap((one) => one.endpoints.map((endpoint) => endpoint.name)),
  } satisfies Record<string, readonly string[] | undefined>;
  const found = names[`${block}.${setting}` as keyof typeof names] ?? names[`.${setting}` as keyof typeof names];
  return [...new Set(found ?? [])].sort();
}
