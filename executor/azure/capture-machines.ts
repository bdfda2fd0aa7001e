import type { VirtualMachine } from '@azure/arm-compute';
import type { CapturedAzureVm } from '../../core/inventory/inventory.ts';
import { lastSegment } from './arm-id.ts';
import type { ArmRest } from './arm-rest.ts';
import { type ArmSession, clientOptions, reading } from './arm-session.ts';

/** Machines of the subscription by two lists, whatever their number: what they are, and whether they run. */
export async function captureMachines(session: ArmSession): Promise<readonly CapturedAzureVm[]> {
  const { ComputeManagementClient } = await import('@azure/arm-compute');
  const client = new ComputeManagementClient(session.credential, session.subscription, clientOptions(session));
  return reading(session, 'the virtual machines', async () => {
    const seenAt = session.clock.now().toISOString();
    const power = new Map<string, string>();
    for await (const vm of client.virtualMachines.listAll({ statusOnly: 'true' }))
      power.set((vm.id ?? '').toLowerCase(), powerOf(vm));
    const machines: CapturedAzureVm[] = [];
    for await (const vm of client.virtualMachines.listAll())
      machines.push(machine(vm, power.get((vm.id ?? '').toLowerCase()) ?? 'unknown', seenAt));
    return machines;
  });
}

/** Public addresses of network interfaces, by the interface's id in lower case; one list for each resource group. */
export async function capturePublicAddresses(
  session: ArmSession,
  rest: ArmRest,
  groups: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const addresses = new Map<string, readonly string[]>();
  for (const group of groups) {
    const path = `/subscriptions/${session.subscription}/resourceGroups/${group}/providers/Microsoft.Network/networkInterfaces`;
    const entries = await reading(session, `the network interfaces of '${group}'`, () => rest.list(path, '2024-01-01'));
    for (const entry of entries as readonly Interface[])
      addresses.set(
        entry.id.toLowerCase(),
        (entry.properties?.ipConfigurations ?? []).flatMap(({ properties }) => properties?.publicIPAddress?.id ?? []),
      );
  }
  return addresses;
}

interface Interface {
  readonly id: string;
  readonly properties?: {
    readonly ipConfigurations?: readonly {
      readonly properties?: { readonly publicIPAddress?: { readonly id?: string } };
    }[];
  };
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
