import type { CapturedSiteMachine } from '../../core/inventory/inventory.ts';
import type { Names } from './names.ts';
import { Unread } from './told-facts.ts';
import { at, nameOf, numberOf, refOf, textOf } from './vim-value.ts';
import type { XmlNode } from './xml-reader.ts';

type Disk = CapturedSiteMachine['disks'][number];

/** Types that hold disks; every machine has two IDE ones, so those count only with a disk on them. */
const DISK_CONTROLLER = /LsiLogic|BusLogic|SCSI|AHCI|SATA|NVME/i;

/** Types of network cards; a new one has a MAC address too. */
const NETWORK_CARD = /^Virtual(E1000e?|PCNet32|Vmxnet\w*|SriovEthernetCard)$/;

export interface Devices {
  readonly disks: Disk[];
  readonly controllers: string[];
  readonly networkCards: string[];
}

/** Disks, their controllers and the network cards out of the virtual hardware. @throws Unread */
export function readDevices(devices: readonly XmlNode[], datastores: Names): Devices {
  const byKey = new Map(devices.map((device) => [at(device, 'key')?.text, device]));
  const controllerOf = (device: XmlNode) => byKey.get(at(device, 'controllerKey')?.text);
  const disks = devices.filter(({ type }) => type === 'VirtualDisk');
  const holding = disks.flatMap((disk) => controllerOf(disk)?.type ?? []);
  const present = devices.flatMap(({ type }) => (type !== undefined && DISK_CONTROLLER.test(type) ? type : []));
  return {
    disks: disks.map((disk) => readDisk(disk, controllerOf(disk), datastores)),
    controllers: [...new Set([...present, ...holding])],
    networkCards: devices.flatMap((device) => (isNetworkCard(device) ? (device.type ?? 'unknown') : [])),
  };
}

function isNetworkCard(device: XmlNode): boolean {
  return NETWORK_CARD.test(device.type ?? '') || at(device, 'macAddress') !== undefined;
}

function readDisk(disk: XmlNode, controller: XmlNode | undefined, datastores: Names): Disk {
  const label = textOf(at(disk, 'deviceInfo', 'label')) ?? `disk ${textOf(at(disk, 'key')) ?? 'without a key'}`;
  const kilobytes = numberOf(at(disk, 'capacityInKB'));
  const capacityBytes =
    numberOf(at(disk, 'capacityInBytes')) ?? (kilobytes === undefined ? undefined : kilobytes * 1024);
  if (capacityBytes === undefined) throw new Unread(`the size of its disk '${label.slice(0, 80)}' was not told`);
  const backing = at(disk, 'backing');
  const file = textOf(at(backing, 'fileName'));
  // A disk that could not be looked up by its datastore says it in its path: `[ds-gold] erp-db/erp-db.vmdk`.
  const datastore = datastores.of(refOf(at(backing, 'datastore'))) ?? /^\[([^\]]+)\]/.exec(file ?? '')?.[1];
  const kind = kindOf(backing);
  const uuid = textOf(at(backing, 'uuid'));
  const shared = isShared(backing, controller);
  return {
    label,
    ...(datastore === undefined ? {} : { datastore }),
    capacityBytes,
    ...(file === undefined ? {} : { backing: file }),
    ...(kind === undefined ? {} : { kind }),
    ...(uuid === undefined ? {} : { uuid }),
    ...(shared === undefined ? {} : { shared }),
  };
}

/** @source vSphere Web Services API: VirtualDisk…BackingInfo; `compatibilityMode` of VirtualDiskRawDiskMappingVer1BackingInfo */
function kindOf(backing: XmlNode | undefined): string | undefined {
  const type = backing?.type ?? '';
  if (/^VirtualDisk(Flat|Sparse|SeSparse)/.test(type)) return 'vmdk';
  if (!type.startsWith('VirtualDiskRawDisk')) return undefined;
  const mode = textOf(at(backing, 'compatibilityMode'));
  if (mode === 'virtualMode') return 'rdm-virtual';
  return mode === 'physicalMode' ? 'rdm-physical' : undefined;
}

/** Several machines may write to it: by itself, or since its controller shares the bus. Undefined: neither was told. */
function isShared(backing: XmlNode | undefined, controller: XmlNode | undefined): boolean | undefined {
  const sharing = textOf(at(backing, 'sharing'));
  const bus = textOf(at(controller, 'sharedBus'));
  if (sharing === 'sharingMultiWriter' || bus === 'virtualSharing' || bus === 'physicalSharing') return true;
  const alone = (sharing ?? 'sharingNone') === 'sharingNone' && (bus ?? 'noSharing') === 'noSharing';
  return alone && (sharing !== undefined || bus !== undefined) ? false : undefined;
}

/** Names of all snapshots, the parent before its children. @throws Unread when it has some and does not tell which */
export function readSnapshots(snapshot: XmlNode | undefined): string[] {
  if (snapshot === undefined) return [];
  const names: string[] = [];
  const walk = (node: XmlNode, list: string) => {
    for (const child of node.children)
      if (child.name === list) {
        names.push(nameOf(at(child, 'name')) ?? 'without a name');
        walk(child, 'childSnapshotList');
      }
  };
  walk(snapshot, 'rootSnapshotList');
  if (names.length === 0) throw new Unread('it has snapshots, but tells none of them');
  return names;
}
