/**
 * Words of vSphere that are a closed choice. A word that is none of them comes from a newer server or a wrong one: it is
 * told as unknown, since a rule that asks "is it the bad one?" would take any new word for a good one.
 * @source vSphere Web Services API, the enumerations named in the comments
 */
export const words = {
  /** VirtualMachinePowerState */
  power: new Set(['poweredOn', 'poweredOff', 'suspended']),
  /** GuestOsDescriptorFirmwareType */
  firmware: new Set(['bios', 'efi']),
  /** VirtualMachineToolsRunningStatus */
  tools: new Set(['guestToolsRunning', 'guestToolsNotRunning', 'guestToolsExecutingScripts']),
  /** HostSystemConnectionState */
  connection: new Set(['connected', 'disconnected', 'notResponding']),
  /** HostMountMode */
  access: new Set(['readWrite', 'readOnly']),
  /** DatastoreSummaryMaintenanceModeState */
  maintenance: new Set(['normal', 'enteringMaintenance', 'inMaintenance']),
  /** StorageDrsPodConfigInfoBehavior */
  behaviour: new Set(['automated', 'manual']),
} as const satisfies Readonly<Record<string, ReadonlySet<string>>>;
