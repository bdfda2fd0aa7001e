import type { CapturedAzureVm, CapturedItem } from '../../core/inventory/inventory.ts';
import { lastSegment } from './arm-id.ts';
import type { SeenInterface } from './capture-interfaces.ts';

/**
 * The machines in Azure that matter: those of protected items, those that only have the name of one (somebody moved
 * it), and those that the runbook or an earlier capture names.
 */
export function machinesThatMatter(
  all: readonly CapturedAzureVm[],
  items: readonly CapturedItem[],
  servers: readonly string[],
): readonly CapturedAzureVm[] {
  const ids = new Set(items.flatMap(({ azureVmId }) => azureVmId?.toLowerCase() ?? []));
  const names = new Set(
    [...items.flatMap(({ azureVmId }) => (azureVmId === undefined ? [] : lastSegment(azureVmId))), ...servers].map(
      (name) => name.toLowerCase(),
    ),
  );
  return all.filter(({ id, name }) => ids.has(id.toLowerCase()) || names.has(name.toLowerCase()));
}

/** A machine with its interfaces, and with what people wrote down of it before. */
export function withInterfaces(
  vm: CapturedAzureVm,
  interfaces: ReadonlyMap<string, SeenInterface> | undefined,
  before: CapturedAzureVm | undefined,
): CapturedAzureVm {
  const { hourlyCost, outbound, seenAt } = before ?? {};
  return {
    ...vm,
    ...interfacesOf(vm, interfaces),
    // Prices and tests from inside a machine come from people; no list of Azure shows them.
    ...(hourlyCost === undefined ? {} : { hourlyCost }),
    ...(outbound === undefined ? {} : { outbound: { ...outbound, seenAt: outbound.seenAt ?? seenAt ?? vm.seenAt } }),
  };
}

/** All of them or none: a machine with an interface that nobody saw has interfaces that nobody knows. */
function interfacesOf(
  { networkInterfaceIds }: CapturedAzureVm,
  interfaces: ReadonlyMap<string, SeenInterface> | undefined,
): Pick<CapturedAzureVm, 'interfaces' | 'publicAddressIds'> {
  const seen = networkInterfaceIds.flatMap((id) => interfaces?.get(id.toLowerCase()) ?? []);
  if (interfaces === undefined || seen.length < networkInterfaceIds.length) return {};
  return {
    interfaces: seen.map(({ publicAddressIds: _, ...rest }) => rest),
    publicAddressIds: seen.flatMap(({ publicAddressIds }) => publicAddressIds),
  };
}
