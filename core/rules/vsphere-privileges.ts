import type { Architecture } from '../runbook/runbook.ts';

/**
 * The vSphere privileges that failback needs, as the client shows them and as the API calls them.
 *
 * @source "Prepare on-premises VMware servers for disaster recovery to Azure": on the datacenter, propagated to its
 * children. Newer versions add *Create snapshot*, the modernized ones *Revert to snapshot* (cancel reverts to one).
 */
export const neededPrivileges: ReadonlyMap<string, string> = new Map([
  ['Datastore.AllocateSpace', 'Datastore > Allocate space'],
  ['Datastore.Browse', 'Datastore > Browse datastore'],
  ['Datastore.FileManagement', 'Datastore > Low-level file operations'],
  ['Datastore.DeleteFile', 'Datastore > Remove file'],
  ['Datastore.UpdateVirtualMachineFiles', 'Datastore > Update virtual machine files'],
  ['Network.Assign', 'Network > Assign network'],
  ['Resource.AssignVMToPool', 'Resource > Assign virtual machine to resource pool'],
  ['Resource.ColdMigrate', 'Resource > Migrate powered off virtual machine'],
  ['Resource.HotMigrate', 'Resource > Migrate powered on virtual machine'],
  ['Task.Create', 'Tasks > Create task'],
  ['Task.Update', 'Tasks > Update task'],
  // "Virtual machine > Configuration: all". These have existed since vSphere 6.5; newer ones are not asked for.
  ['VirtualMachine.Config.AddExistingDisk', 'Virtual machine > Configuration > Add existing disk'],
  ['VirtualMachine.Config.AddNewDisk', 'Virtual machine > Configuration > Add new disk'],
  ['VirtualMachine.Config.AddRemoveDevice', 'Virtual machine > Configuration > Add or remove device'],
  ['VirtualMachine.Config.AdvancedConfig', 'Virtual machine > Configuration > Advanced configuration'],
  ['VirtualMachine.Config.Annotation', 'Virtual machine > Configuration > Set annotation'],
  ['VirtualMachine.Config.CPUCount', 'Virtual machine > Configuration > Change CPU count'],
  ['VirtualMachine.Config.ChangeTracking', 'Virtual machine > Configuration > Toggle disk change tracking'],
  ['VirtualMachine.Config.DiskExtend', 'Virtual machine > Configuration > Extend virtual disk'],
  ['VirtualMachine.Config.DiskLease', 'Virtual machine > Configuration > Acquire disk lease'],
  ['VirtualMachine.Config.EditDevice', 'Virtual machine > Configuration > Modify device settings'],
  ['VirtualMachine.Config.HostUSBDevice', 'Virtual machine > Configuration > Configure host USB device'],
  ['VirtualMachine.Config.ManagedBy', 'Virtual machine > Configuration > Configure managedBy'],
  ['VirtualMachine.Config.Memory', 'Virtual machine > Configuration > Change memory'],
  ['VirtualMachine.Config.MksControl', 'Virtual machine > Configuration > Display connection settings'],
  [
    'VirtualMachine.Config.QueryFTCompatibility',
    'Virtual machine > Configuration > Query fault tolerance compatibility',
  ],
  ['VirtualMachine.Config.QueryUnownedFiles', 'Virtual machine > Configuration > Query unowned files'],
  ['VirtualMachine.Config.RawDevice', 'Virtual machine > Configuration > Configure raw device'],
  ['VirtualMachine.Config.ReloadFromPath', 'Virtual machine > Configuration > Reload from path'],
  ['VirtualMachine.Config.RemoveDisk', 'Virtual machine > Configuration > Remove disk'],
  ['VirtualMachine.Config.Rename', 'Virtual machine > Configuration > Rename'],
  ['VirtualMachine.Config.ResetGuestInfo', 'Virtual machine > Configuration > Reset guest information'],
  ['VirtualMachine.Config.Resource', 'Virtual machine > Configuration > Change resource'],
  ['VirtualMachine.Config.Settings', 'Virtual machine > Configuration > Change settings'],
  ['VirtualMachine.Config.SwapPlacement', 'Virtual machine > Configuration > Change swapfile placement'],
  ['VirtualMachine.Config.ToggleForkParent', 'Virtual machine > Configuration > Toggle fork parent'],
  [
    'VirtualMachine.Config.UpgradeVirtualHardware',
    'Virtual machine > Configuration > Upgrade virtual machine compatibility',
  ],
  ['VirtualMachine.Interact.AnswerQuestion', 'Virtual machine > Interaction > Answer question'],
  ['VirtualMachine.Interact.DeviceConnection', 'Virtual machine > Interaction > Device connection'],
  ['VirtualMachine.Interact.SetCDMedia', 'Virtual machine > Interaction > Configure CD media'],
  ['VirtualMachine.Interact.SetFloppyMedia', 'Virtual machine > Interaction > Configure floppy media'],
  ['VirtualMachine.Interact.PowerOff', 'Virtual machine > Interaction > Power off'],
  ['VirtualMachine.Interact.PowerOn', 'Virtual machine > Interaction > Power on'],
  ['VirtualMachine.Interact.ToolsInstall', 'Virtual machine > Interaction > VMware Tools install'],
  ['VirtualMachine.Inventory.Create', 'Virtual machine > Inventory > Create new'],
  ['VirtualMachine.Inventory.Register', 'Virtual machine > Inventory > Register'],
  ['VirtualMachine.Inventory.Unregister', 'Virtual machine > Inventory > Unregister'],
  ['VirtualMachine.Provisioning.GetVmFiles', 'Virtual machine > Provisioning > Allow virtual machine download'],
  ['VirtualMachine.Provisioning.PutVmFiles', 'Virtual machine > Provisioning > Allow virtual machine files upload'],
  ['VirtualMachine.State.CreateSnapshot', 'Virtual machine > Snapshot management > Create snapshot'],
  ['VirtualMachine.State.RemoveSnapshot', 'Virtual machine > Snapshot management > Remove snapshot'],
  ['VirtualMachine.State.RevertToSnapshot', 'Virtual machine > Snapshot management > Revert to snapshot'],
]);

/**
 * What running scripts inside machines at home takes besides, of the account that failback itself signs in with.
 * @source vSphere Web Services API, GuestFileManager and GuestProcessManager: the privilege of each method
 */
export const guestPrivileges: ReadonlyMap<string, string> = new Map([
  ['VirtualMachine.GuestOperations.Execute', 'Virtual machine > Guest operations > Guest operation program execution'],
  ['VirtualMachine.GuestOperations.Modify', 'Virtual machine > Guest operations > Guest operation modifications'],
  ['VirtualMachine.GuestOperations.Query', 'Virtual machine > Guest operations > Guest operation queries'],
]);

/** The articles of classic do not ask for it: a classic failback is never cancelled. */
const MODERNIZED_ONLY: ReadonlySet<string> = new Set(['VirtualMachine.State.RevertToSnapshot']);

export function isNeededOn(architecture: Architecture, privilege: string): boolean {
  return architecture === 'modernized' || !MODERNIZED_ONLY.has(privilege);
}

/** What the read-only role has. */
const READING: ReadonlySet<string> = new Set(['System.Anonymous', 'System.Read', 'System.View']);

/** Whether an account with these privileges can only look. */
export function isReadOnly(privileges: readonly string[]): boolean {
  return privileges.every((privilege) => READING.has(privilege));
}
