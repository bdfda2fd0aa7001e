import type { CapturedSiteMachine } from '../../../core/inventory/inventory.ts';
import type { Instant } from '../../virtual-clock.ts';
import type { ManagedObject } from '../managed-object.ts';
import {
  entityName,
  flag,
  given,
  int,
  list,
  moment,
  object,
  type Reference,
  reference,
  references,
  text,
  type Value,
  word,
} from '../vim-value.ts';
import { machineHardware } from './machine-hardware.ts';
import type { SiteNames } from './site-names.ts';

/** A virtual machine of the site. What nobody captured is not set, so that a capture of the simulation invents nothing. */
export function machineObject(
  machine: CapturedSiteMachine,
  self: Reference,
  names: SiteNames,
  capturedAt: Instant,
): ManagedObject {
  const host = names.host(machine.host);
  const runtime = () =>
    object('VirtualMachineRuntimeInfo', {
      host,
      connectionState: word('VirtualMachineConnectionState', 'connected'),
      powerState: word('VirtualMachinePowerState', machine.powerState),
      toolsInstallerMounted: flag(false),
    });
  return {
    self,
    properties: {
      name: () => entityName(machine.name),
      parent: () => names.folders.vm,
      config: () => config(machine, names),
      runtime,
      guest: () =>
        object('GuestInfo', {
          toolsRunningStatus: given(machine.toolsStatus, text),
          guestState: text(machine.powerState === 'poweredOn' ? 'running' : 'notRunning'),
        }),
      snapshot: () => snapshots(machine, self, capturedAt),
      summary: () =>
        object('VirtualMachineSummary', {
          vm: self,
          runtime: runtime(),
          config: object('VirtualMachineConfigSummary', {
            name: entityName(machine.name),
            template: given(machine.isTemplate, flag),
            memorySizeMB: given(machine.memoryBytes, (bytes) => int(bytes / 2 ** 20)),
            numCpu: given(machine.cpuCount, int),
            uuid: given(machine.uuid, text),
            guestId: given(machine.guestId, text),
            guestFullName: given(machine.guestName, text),
          }),
          overallStatus: word('ManagedEntityStatus', 'green'),
        }),
      datastore: () => references(machine.datastores.flatMap((name) => names.datastore(name) ?? [])),
      network: () => references([]),
      resourcePool: () => undefined,
      recentTask: () => references([]),
      overallStatus: () => word('ManagedEntityStatus', 'green'),
    },
  };
}

function config(machine: CapturedSiteMachine, names: SiteNames): Value {
  return object('VirtualMachineConfigInfo', {
    name: entityName(machine.name),
    guestFullName: given(machine.guestName, text),
    uuid: given(machine.uuid, text),
    template: given(machine.isTemplate, flag),
    guestId: given(machine.guestId, text),
    hardware: machineHardware(machine, names),
    extraConfig: given(machine.extraConfig, (settings) =>
      list(
        'OptionValue',
        Object.entries(settings).map(([key, value]) =>
          object('OptionValue', { key: text(key), value: anything(value) }),
        ),
      ),
    ),
    bootOptions: given(machine.secureBoot, (secure) =>
      object('VirtualMachineBootOptions', { efiSecureBootEnabled: flag(secure) }),
    ),
    firmware: given(machine.firmware, text),
    managedBy: given(machine.managedBy, (extensionKey) =>
      object('ManagedByInfo', { extensionKey: text(extensionKey), type: text('') }),
    ),
  });
}

/** A value that the WSDL declares as anything says what it is. */
function anything(value: string): Value {
  return { kind: 'leaf', type: 'xsd:string', text: value, typed: true };
}

/** One under the other, as they are made; a machine without any has no `snapshot` at all. */
function snapshots(machine: CapturedSiteMachine, vm: Reference, at: Instant): Value | undefined {
  const chain = machine.snapshots.reduceRight<Value | undefined>((below, name, index) => {
    const snapshot = reference('VirtualMachineSnapshot', `snapshot-${vm.id.slice(3)}-${index}`);
    return object('VirtualMachineSnapshotTree', {
      snapshot,
      vm,
      name: text(name),
      description: text(''),
      id: int(index + 1),
      createTime: moment(at),
      state: word('VirtualMachinePowerState', 'poweredOff'),
      quiesced: flag(false),
      childSnapshotList: below,
    });
  }, undefined);
  if (chain === undefined) return undefined;
  return object('VirtualMachineSnapshotInfo', { rootSnapshotList: list('VirtualMachineSnapshotTree', [chain]) });
}
