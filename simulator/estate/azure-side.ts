import type { CapturedAzureVm, Inventory } from '../../core/inventory/inventory.ts';
import type { Instant } from '../virtual-clock.ts';

export type Tags = Readonly<Record<string, string>>;

export type PowerState = 'starting' | 'running' | 'deallocating' | 'deallocated' | 'stopping' | 'stopped';

export interface SimulatedVm {
  readonly captured: CapturedAzureVm;
  powerState: string;
  /** Other than as captured: `Creating` until a machine that was made here is ready. */
  provisioningState?: string;
  readonly tags?: Tags;
  /** What its password and its name inside Windows never show: only who administers it. */
  readonly administrator?: string;
  /** When it last stopped running; undefined while it runs, and where it never ran here. */
  stoppedAt: Instant | undefined;
  /** What a machine that was made here goes with when it is deleted. */
  readonly deletesWithIt?: { readonly osDisk: boolean; readonly interfaceIds: readonly string[] };
}

export interface NetworkInterface {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly privateAddress: string;
  readonly publicAddressId: string | undefined;
  readonly subnetId: string | undefined;
  readonly securityGroupId: string | undefined;
  readonly tags?: Tags;
  vmId: string | undefined;
}

export interface PublicAddress {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly address: string;
  readonly tags?: Tags;
  interfaceId: string | undefined;
}

export interface ManagedDisk {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly sizeBytes: number;
  readonly osType: string | undefined;
  readonly createdAt: Instant;
  vmId: string | undefined;
}

export interface Snapshot {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly sourceId: string;
  readonly sizeBytes: number;
  readonly createdAt: Instant;
  readonly tags: Readonly<Record<string, string>> | undefined;
}

/** A long-running operation of Compute or Network. */
export interface AzureOperation {
  readonly id: string;
  readonly startedAt: Instant;
  readonly endsAt: Instant;
}

/** What runs in Azure: machines with their disks, network cards and addresses, each by its id without case. */
export class AzureSide {
  readonly vms = new Map<string, SimulatedVm>();
  readonly interfaces = new Map<string, NetworkInterface>();
  readonly addresses = new Map<string, PublicAddress>();
  readonly disks = new Map<string, ManagedDisk>();
  readonly snapshots = new Map<string, Snapshot>();
  readonly operations = new Map<string, AzureOperation>();
  /** Machines that were deleted, and when. */
  readonly #gone = new Map<string, Instant>();

  constructor(inventory: Inventory, startAt: Instant) {
    for (const [index, vm] of (inventory.azureVms ?? []).entries()) this.#addVm(vm, index, startAt);
  }

  vm(id: string | undefined): SimulatedVm | undefined {
    return id === undefined ? undefined : this.vms.get(id.toLowerCase());
  }

  setPower(vm: SimulatedVm, powerState: string, at: Instant): void {
    if (vm.powerState === 'running' && powerState !== 'running') vm.stoppedAt = at;
    if (powerState === 'running') vm.stoppedAt = undefined;
    vm.powerState = powerState;
  }

  /** Since when nothing that runs on a machine can be heard; undefined while it runs, or is no machine of here. */
  silentSince(vmId: string | undefined): Instant | undefined {
    if (vmId === undefined) return undefined;
    return this.vm(vmId)?.stoppedAt ?? this.#gone.get(vmId.toLowerCase());
  }

  /** Deletes a machine; what it held stays, unattached, unless it is told to go too. */
  deleteVm(id: string, at: Instant, also: { readonly disks: boolean; readonly interfaces: boolean }): void {
    const key = id.toLowerCase();
    const own = this.vms.get(key);
    this.#gone.set(key, own?.stoppedAt ?? at);
    this.vms.delete(key);
    const { osDisk = false, interfaceIds = [] } = own?.deletesWithIt ?? {};
    if (osDisk) this.disks.delete(own?.captured.osDiskId?.toLowerCase() ?? '');
    for (const interfaceId of interfaceIds) this.deleteInterface(interfaceId);
    for (const [diskKey, disk] of this.disks)
      if (disk.vmId?.toLowerCase() === key) {
        disk.vmId = undefined;
        if (also.disks) this.disks.delete(diskKey);
      }
    for (const network of [...this.interfaces.values()])
      if (network.vmId?.toLowerCase() === key) {
        network.vmId = undefined;
        if (also.interfaces) this.deleteInterface(network.id);
      }
  }

  deleteInterface(id: string): void {
    this.interfaces.delete(id.toLowerCase());
    for (const address of this.addresses.values())
      if (address.interfaceId?.toLowerCase() === id.toLowerCase()) address.interfaceId = undefined;
  }

  #addVm(vm: CapturedAzureVm, index: number, createdAt: Instant): void {
    this.vms.set(vm.id.toLowerCase(), { captured: vm, powerState: vm.powerState, stoppedAt: undefined });
    const place = { location: vm.location, createdAt, vmId: vm.id };
    const osDisk = vm.osDiskId;
    if (osDisk !== undefined)
      this.disks.set(osDisk.toLowerCase(), {
        ...place,
        id: osDisk,
        name: lastPart(osDisk),
        sizeBytes: 127 * 2 ** 30,
        osType: 'Windows',
      });
    for (const disk of vm.dataDisks)
      if (disk.id !== undefined)
        this.disks.set(disk.id.toLowerCase(), {
          ...place,
          id: disk.id,
          name: disk.name,
          sizeBytes: disk.sizeBytes,
          osType: undefined,
        });
    for (const [card, id] of vm.networkInterfaceIds.entries()) this.#addInterface(vm, id, index, card);
  }

  #addInterface(vm: CapturedAzureVm, id: string, index: number, card: number): void {
    const name = lastPart(id);
    const addressId = vm.publicAddressIds?.[card];
    const octets = [10 + (card % 10), 60 + (index >> 16), (index >> 8) & 255, index & 255];
    const seen = vm.interfaces?.find((one) => one.id.toLowerCase() === id.toLowerCase());
    this.interfaces.set(id.toLowerCase(), {
      id,
      name,
      location: vm.location,
      privateAddress: seen?.privateAddresses[0] ?? octets.join('.'),
      publicAddressId: addressId,
      subnetId: seen?.subnetId,
      securityGroupId: seen?.securityGroupId,
      vmId: vm.id,
    });
    if (addressId === undefined) return;
    this.addresses.set(addressId.toLowerCase(), {
      id: addressId,
      name: lastPart(addressId),
      location: vm.location,
      address: `203.0.${(index >> 8) & 255}.${index & 255}`,
      interfaceId: id,
    });
  }
}

export function lastPart(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
