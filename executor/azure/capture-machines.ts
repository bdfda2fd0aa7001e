import type { VirtualMachine } from '@azure/arm-compute';
import { type CapturedAzureVm, inventorySchema } from '../../core/inventory/inventory.ts';
import { readEntries } from './arm-answer.ts';
import { lastSegment } from './arm-id.ts';
import { type ArmSession, clientOptions, reading } from './arm-session.ts';
import { everyRow } from './every-row.ts';

const entry = inventorySchema.shape.azureVms.unwrap().element;

/** Machines of the subscription by two lists, whatever their number: what they are, and whether they run. */
export async function captureMachines(session: ArmSession, seenAt: string): Promise<readonly CapturedAzureVm[]> {
  const { ComputeManagementClient } = await import('@azure/arm-compute');
  const client = new ComputeManagementClient(session.credential, session.subscription, clientOptions(session));
  return reading(session, 'the virtual machines', async () => {
    const power = new Map<string, string>();
    for await (const vm of everyRow(client.virtualMachines.listAll({ statusOnly: 'true' }), 'the virtual machines'))
      power.set((vm.id ?? '').toLowerCase(), powerOf(vm));
    const machines: CapturedAzureVm[] = [];
    for await (const vm of everyRow(client.virtualMachines.listAll(), 'the virtual machines'))
      machines.push(machine(vm, power.get((vm.id ?? '').toLowerCase()) ?? 'unknown', seenAt));
    return readEntries(entry, machines, 'the virtual machines');
  });
}

function powerOf(vm: VirtualMachine): string {
  const code = vm.instanceView?.statuses?.map(({ code }) => code ?? '').find((code) => code.startsWith('PowerState/'));
  return code === undefined ? 'unknown' : code.slice('PowerState/'.length);
}

function machine(vm: VirtualMachine, powerState: string, seenAt: string): CapturedAzureVm {
  const { storageProfile, hardwareProfile, networkProfile, securityProfile } = vm;
  return {
    id: vm.id ?? '',
    name: vm.name ?? '',
    location: vm.location,
    powerState,
    dataDisks: (storageProfile?.dataDisks ?? []).map((disk) => ({
      name: disk.name ?? lastSegment(disk.managedDisk?.id ?? ''),
      lun: disk.lun,
      sizeBytes: (disk.diskSizeGB ?? 0) * 2 ** 30,
      ...(disk.managedDisk?.id === undefined ? {} : { id: disk.managedDisk.id }),
    })),
    networkInterfaceIds: (networkProfile?.networkInterfaces ?? []).flatMap(({ id }) => id ?? []),
    ...(hardwareProfile?.vmSize === undefined ? {} : { size: hardwareProfile.vmSize }),
    ...(vm.provisioningState === undefined ? {} : { provisioningState: vm.provisioningState }),
    ...(securityProfile?.securityType === undefined ? {} : { securityType: securityProfile.securityType }),
    ...(storageProfile?.osDisk?.managedDisk?.id === undefined
      ? {}
      : { osDiskId: storageProfile.osDisk.managedDisk.id }),
    seenAt,
  };
}
