import type { CapturedSiteMachine } from '../../core/inventory/inventory.ts';

const POWER: Readonly<Record<string, string>> = { poweredOn: 'ON', poweredOff: 'OFF', suspended: 'SUSPENDED' };

/** A machine of the site as an appliance discovered it, in the keys that were recorded; what nobody saw is null. */
export function renderDiscovered(siteId: string, machine: CapturedSiteMachine, applianceName: string | null) {
  const name = machine.uuid ?? machine.name;
  const uuid = Object.entries(machine.extraConfig ?? {}).find(([key]) => key.toLowerCase() === 'disk.enableuuid')?.[1];
  return {
    id: `${siteId}/machines/${name}`,
    name,
    type: 'Microsoft.OffAzure/VMwareSites/machines',
    properties: {
      vCenterFQDN: machine.vcenter ?? null,
      instanceUuid: machine.uuid ?? null,
      disks: machine.disks.map((disk, index) => ({
        uuid: disk.uuid ?? null,
        label: disk.label,
        controllerType: machine.controllers?.[0] ?? null,
        maxSizeInBytes: disk.capacityBytes,
        name: `scsi0:${index}`,
        path:
          disk.backing ??
          (disk.datastore === undefined ? null : `[${disk.datastore}] ${machine.name}/${machine.name}.vmdk`),
      })),
      hostName: machine.host ?? null,
      networkAdapters: (machine.networkCards ?? []).map((adapterType) => ({ adapterType })),
      diskEnabledUuid: uuid === undefined ? null : /true/i.test(uuid) ? 'yes' : 'no',
      numberOfSnapshots: machine.snapshots.length,
      altGuestName: machine.guestId ?? null,
      powerStatus: POWER[machine.powerState] ?? machine.powerState,
      firmware: machine.firmware ?? null,
      applianceNames: applianceName === null ? [] : [applianceName],
      errors: [],
      numberOfProcessorCore: machine.cpuCount ?? null,
      allocatedMemoryInMB: machine.memoryBytes === undefined ? null : machine.memoryBytes / 2 ** 20,
      operatingSystemDetails: {
        osType: null,
        osName: machine.guestName ?? null,
        osVersion: null,
        osArchitecture: null,
      },
      displayName: machine.name,
      isDeleted: false,
      updatedTimestamp: machine.seenAt,
    },
  };
}
