import type { SimulatedVm } from '../estate/azure-side.ts';
import type { Estate } from '../estate/estate.ts';
import type { Instant } from '../virtual-clock.ts';

/** A virtual machine as Compute answers it. */
export function renderVm(estate: Estate, vm: SimulatedVm, at: Instant, withInstanceView: boolean) {
  const { captured } = vm;
  const osDisk = captured.osDiskId;
  const osType = estate.machineOfVm(captured.id)?.item.osType;
  return {
    id: captured.id,
    name: captured.name,
    type: 'Microsoft.Compute/virtualMachines',
    location: captured.location,
    ...(vm.tags === undefined ? {} : { tags: vm.tags }),
    properties: {
      vmId: estate.chance.guid('vm', captured.id.toLowerCase()),
      provisioningState: vm.provisioningState ?? captured.provisioningState ?? 'Succeeded',
      hardwareProfile: { vmSize: captured.size ?? 'Standard_D4s_v5' },
      storageProfile: {
        osDisk: {
          osType: osType ?? 'Windows',
          name: osDisk === undefined ? `${captured.name}-osdisk` : osDisk.slice(osDisk.lastIndexOf('/') + 1),
          createOption: vm.administrator === undefined ? 'Attach' : 'FromImage',
          caching: 'ReadWrite',
          ...(osDisk === undefined ? {} : { managedDisk: { id: osDisk, storageAccountType: 'Premium_LRS' } }),
        },
        dataDisks: captured.dataDisks.map((disk) => ({
          lun: disk.lun,
          name: disk.name,
          createOption: 'Attach',
          caching: 'None',
          diskSizeGB: Math.ceil(disk.sizeBytes / 2 ** 30),
          ...(disk.id === undefined ? {} : { managedDisk: { id: disk.id, storageAccountType: 'Premium_LRS' } }),
        })),
      },
      ...(vm.administrator === undefined
        ? {}
        : { osProfile: { computerName: captured.name, adminUsername: vm.administrator } }),
      networkProfile: { networkInterfaces: captured.networkInterfaceIds.map((id) => ({ id })) },
      ...(captured.securityType === undefined || captured.securityType === 'Standard'
        ? {}
        : { securityProfile: { securityType: captured.securityType } }),
      ...(withInstanceView ? { instanceView: renderInstanceView(vm, at) } : {}),
    },
  };
}

export function renderInstanceView(vm: SimulatedVm, at: Instant) {
  const time = new Date(at).toISOString();
  const power = vm.powerState;
  return {
    computerName: vm.captured.name,
    vmAgent: {
      vmAgentVersion: power === 'running' ? '2.7.41491.1121' : 'Unknown',
      statuses: [
        power === 'running'
          ? { code: 'ProvisioningState/succeeded', level: 'Info', displayStatus: 'Ready', time }
          : { code: 'ProvisioningState/Unavailable', level: 'Warning', displayStatus: 'Not Ready', time },
      ],
    },
    statuses: [
      { code: 'ProvisioningState/succeeded', level: 'Info', displayStatus: 'Provisioning succeeded', time },
      {
        code: `PowerState/${power}`,
        level: 'Info',
        displayStatus: `VM ${power}`,
      },
    ],
  };
}
