import type { CapturedAzureVm, CapturedItem } from '../../core/inventory/inventory.ts';
import { segmentAfter } from './arm-id.ts';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Gives each item the id of its machine in Azure. An item that is failed over does not name it (recorded: only the way
 * back does, as `azureVirtualMachineId`); it names the resource group and the name that was asked for. Where that name
 * was taken, Azure appended a GUID to it (service message 28175). A machine that an earlier capture knew and that is
 * nowhere to be seen keeps its id: that it is gone is a finding, not an absence of facts.
 */
export function withAzureMachines(
  items: readonly CapturedItem[],
  machines: readonly CapturedAzureVm[],
  before: ReadonlyMap<string, CapturedItem>,
): CapturedItem[] {
  const byGroup = Map.groupBy(machines, ({ id }) => groupOf(id));
  return items.map((item) => {
    if (item.azureVmId !== undefined) return item;
    const id = machineOf(item, byGroup)?.id ?? before.get(item.id.toLowerCase())?.azureVmId;
    return id === undefined ? item : { ...item, azureVmId: id };
  });
}

function machineOf(
  { targetVmName, targetResourceGroupId }: CapturedItem,
  byGroup: ReadonlyMap<string, readonly CapturedAzureVm[]>,
): CapturedAzureVm | undefined {
  if (targetVmName === undefined || targetResourceGroupId === undefined) return undefined;
  const wanted = targetVmName.toLowerCase();
  const group = byGroup.get(groupOf(targetResourceGroupId)) ?? [];
  const renamed = group.filter(({ name }) => isRenamed(name.toLowerCase(), wanted));
  // With both there, the plain name was taken by another machine before.
  if (renamed.length > 0) return renamed.length === 1 ? renamed[0] : undefined;
  return group.find(({ name }) => name.toLowerCase() === wanted);
}

function isRenamed(name: string, wanted: string): boolean {
  return name.startsWith(`${wanted}-`) && GUID.test(name.slice(wanted.length + 1));
}

function groupOf(id: string): string {
  return (segmentAfter(id, 'resourceGroups') ?? '').toLowerCase();
}
