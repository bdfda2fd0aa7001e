import type { CapturedSiteMachine } from '../../../core/inventory/inventory.ts';
import { derived, flag, given, int, list, long, object, text, type Value, word } from '../vim-value.ts';
import type { SiteNames } from './site-names.ts';

const FIRST_CONTROLLER = 1000;
const FIRST_DISK = 2000;
const FIRST_CARD = 4000;

/** A machine always has these, so where nobody looked it has the usual ones: a list without any would be a statement too. */
const USUAL_CONTROLLERS = ['ParaVirtualSCSIController'];
const USUAL_CARDS = ['VirtualVmxnet3'];

/** The devices of a machine: its disk controllers, disks and network cards. */
export function machineHardware(machine: CapturedSiteMachine, names: SiteNames): Value {
  const controllers = machine.controllers ?? USUAL_CONTROLLERS;
  const devices = [
    ...controllers.map(controller),
    ...machine.disks.map((disk, index) => diskDevice(machine, disk, index, names, controllers.length > 0)),
    ...(machine.networkCards ?? USUAL_CARDS).map(card),
  ];
  return object('VirtualHardware', {
    numCPU: given(machine.cpuCount, int),
    memoryMB: given(machine.memoryBytes, (bytes) => int(bytes / 2 ** 20)),
    device: list('VirtualDevice', devices),
  });
}

function controller(type: string, index: number): Value {
  const scsi = /SCSI|Logic/i.test(type);
  return derived(type, {
    key: int(FIRST_CONTROLLER + index),
    deviceInfo: object('Description', { label: text(`Controller ${index}`), summary: text(type) }),
    busNumber: int(index),
    ...(scsi
      ? { hotAddRemove: flag(true), sharedBus: word('VirtualSCSISharing', 'noSharing'), scsiCtlrUnitNumber: int(7) }
      : {}),
  });
}

type Disk = CapturedSiteMachine['disks'][number];

function diskDevice(
  machine: CapturedSiteMachine,
  disk: Disk,
  index: number,
  names: SiteNames,
  controlled: boolean,
): Value {
  return derived('VirtualDisk', {
    key: int(FIRST_DISK + index),
    deviceInfo: object('Description', {
      label: text(disk.label),
      summary: text(`${Math.floor(disk.capacityBytes / 1024).toLocaleString('en-US')} KB`),
    }),
    backing: backing(machine, disk, index, names),
    controllerKey: controlled ? int(FIRST_CONTROLLER) : undefined,
    // Unit 7 is the controller's own.
    unitNumber: int(index < 7 ? index : index + 1),
    capacityInKB: long(Math.floor(disk.capacityBytes / 1024)),
    capacityInBytes: long(disk.capacityBytes),
  });
}

function backing(machine: CapturedSiteMachine, disk: Disk, index: number, names: SiteNames): Value {
  const file = disk.backing?.startsWith('[') === true ? disk.backing : undefined;
  const fileName = text(
    file ?? `[${disk.datastore ?? ''}] ${machine.name}/${machine.name}${index === 0 ? '' : `_${index}`}.vmdk`,
  );
  const place = { fileName, datastore: names.datastore(disk.datastore) };
  const sharing = given(disk.shared, (shared) => text(shared ? 'sharingMultiWriter' : 'sharingNone'));
  if (disk.kind === 'rdm-physical' || disk.kind === 'rdm-virtual')
    return derived('VirtualDiskRawDiskMappingVer1BackingInfo', {
      ...place,
      lunUuid: text(`lun-${index}`),
      deviceName: text(`vml.${index}`),
      compatibilityMode: text(disk.kind === 'rdm-physical' ? 'physicalMode' : 'virtualMode'),
      diskMode: text(disk.kind === 'rdm-physical' ? 'independent_persistent' : 'persistent'),
      uuid: given(disk.uuid, text),
      sharing,
    });
  return derived('VirtualDiskFlatVer2BackingInfo', {
    ...place,
    diskMode: text('persistent'),
    thinProvisioned: flag(false),
    uuid: given(disk.uuid, text),
    sharing,
  });
}

function card(type: string, index: number): Value {
  return derived(type, {
    key: int(FIRST_CARD + index),
    deviceInfo: object('Description', { label: text(`Network adapter ${index + 1}`), summary: text('') }),
    unitNumber: int(7 + index),
    addressType: text('assigned'),
  });
}
