import type { CapturedItem, CapturedPolicy, Inventory } from '../inventory/inventory.ts';
import { armName, sameName } from '../inventory/world.ts';
import type { Architecture } from '../runbook/runbook.ts';
import { isText, NameBook, quoted } from './words-in-text.ts';
import { block } from './write-block.ts';

/** The vault with the settings that hold for most of its machines. */
export interface VaultPart {
  readonly name: string;
  readonly block: string;
  /** What a machine says for itself, since it differs from the vault. */
  policyOf(item: CapturedItem): string | undefined;
}

const FORWARD = { modernized: 'InMageRcm', classic: 'InMageAzureV2' } as const;
const BACK = { modernized: 'InMageRcmFailback', classic: 'InMage' } as const;

export function vaultPart(inventory: Inventory, architecture: Architecture, items: readonly CapturedItem[]): VaultPart {
  const id = inventory.vault?.id ?? items[0]?.id ?? '';
  const [, , subscription = '', , group = ''] = id.split('/');
  const called = inventory.vault?.name ?? /\/vaults\/([^/]+)/i.exec(id)?.[1] ?? 'vault';
  const name = new NameBook('vault').take(called);
  const forward = items.flatMap((item) => forwardPolicy(item, inventory, architecture) ?? []);
  const policy = mostCommon(forward) ?? policiesOf(inventory, FORWARD[architecture])[0]?.name;
  const settings: readonly (readonly [string, string | undefined])[] = [
    ['name', name === called ? undefined : called],
    ['subscription', subscription],
    ['resource-group', group],
    ['region', inventory.vault?.location],
    ['policy', policy],
    ['failback-policy', failbackPolicy(inventory, architecture, items)?.name],
    ['log-storage', logStorage(inventory, items)],
  ];
  return {
    name,
    block: block(
      `vault ${name}`,
      settings.flatMap(([key, value]) => (value === undefined || !isText(value) ? [] : [`${key}: ${quoted(value)}`])),
    ),
    policyOf: (item) => {
      const own = forwardPolicy(item, inventory, architecture);
      return own === undefined || policy === undefined || sameName(own, policy) || !isText(own) ? undefined : own;
    },
  };
}

/** The policy under which it was protected to Azure; one on its way home has that of the way home. */
function forwardPolicy(
  { policyId }: CapturedItem,
  inventory: Inventory,
  architecture: Architecture,
): string | undefined {
  if (policyId === undefined) return undefined;
  const policy = inventory.policies?.find(({ id }) => sameName(id, policyId));
  return policy?.instanceType === FORWARD[architecture] ? policy.name : undefined;
}

/** One that is mapped on the containers of all machines with each as source and target; else any of the right kind. */
function failbackPolicy(
  inventory: Inventory,
  architecture: Architecture,
  items: readonly CapturedItem[],
): CapturedPolicy | undefined {
  const candidates = policiesOf(inventory, BACK[architecture]);
  const containers = new Set(items.map(({ id }) => containerOf(id)));
  const serves = ({ id }: CapturedPolicy) =>
    [...containers].every((container) =>
      inventory.mappings?.some(
        ({ policyId, sourceContainerId, targetContainerId }) =>
          sameName(policyId, id) &&
          targetContainerId !== undefined &&
          sameName(sourceContainerId, targetContainerId) &&
          armName(sourceContainerId).toLowerCase() === container,
      ),
    );
  return candidates.find(serves) ?? candidates[0];
}

function policiesOf({ policies = [] }: Inventory, provider: string): readonly CapturedPolicy[] {
  return policies.filter(({ instanceType }) => sameName(instanceType, provider));
}

/** `…/replicationProtectionContainers/NAME/replicationProtectedItems/ITEM` */
function containerOf(itemId: string): string {
  return itemId.split('/').at(-3)?.toLowerCase() ?? '';
}

/** A standard account in the region of most machines; one that machines use already comes first. */
function logStorage({ storageAccounts = [], azureVms = [], vault }: Inventory, items: readonly CapturedItem[]) {
  const regions = items.flatMap(({ azureVmId }) =>
    azureVmId === undefined ? [] : (azureVms.find(({ id }) => sameName(id, azureVmId))?.location ?? []),
  );
  const region = mostCommon(regions.map(compact)) ?? compact(vault?.location ?? '');
  const used = new Set(items.flatMap(({ logStorageAccountId: id }) => (id === undefined ? [] : [id.toLowerCase()])));
  const points = ({ id, location, kind, sku }: (typeof storageAccounts)[number]) =>
    Number(compact(location) === region) * 4 +
    Number(/^standard/i.test(sku ?? 'standard') && /^storage(?:v2)?$/i.test(kind ?? 'storage')) * 2 +
    Number(used.has(id.toLowerCase()));
  const [best] = [...storageAccounts].sort(
    (one, other) => points(other) - points(one) || (one.name < other.name ? -1 : 1),
  );
  return best?.name;
}

function compact(region: string): string {
  return region.replaceAll(' ', '').toLowerCase();
}

function mostCommon(values: readonly string[]): string | undefined {
  const [most] = [...Map.groupBy(values, (value) => value)].sort((one, other) => other[1].length - one[1].length);
  return most?.[0];
}
