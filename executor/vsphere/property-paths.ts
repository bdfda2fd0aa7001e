/**
 * All that a capture reads of a site, so that whoever gives the account its rights, or answers in a vCenter's place,
 * knows. It calls these methods and no others:
 *
 * RetrieveServiceContent · Login · Logout · CreateContainerView · DestroyView · RetrievePropertiesEx ·
 * ContinueRetrievePropertiesEx · CancelRetrievePropertiesEx · HasPrivilegeOnEntities (AuthorizationManager) ·
 * QueryAssignedLicenses (LicenseAssignmentManager, on a vCenter) · CreateCollectorForEvents (EventManager),
 * RewindCollector, ReadNextEvents, DestroyCollector.
 *
 * Objects are found by one ContainerView for each type, from the root folder down (`recursive`), and read through it with
 * a TraversalSpec along `view`, 500 at a time. Managers are read as single objects.
 */
export const propertyPaths = {
  Datacenter: ['name', 'vmFolder', 'hostFolder', 'datastoreFolder', 'networkFolder'],
  /** Its subclass ClusterComputeResource is a cluster; a plain one is the shell of a single host. */
  ComputeResource: ['name'],
  HostSystem: [
    'name',
    'parent',
    'runtime.connectionState',
    'runtime.inMaintenanceMode',
    'config.product.version',
    'hardware.memorySize',
    'summary.quickStats.overallMemoryUsage',
    'datastore',
    'network',
  ],
  Datastore: ['name', 'parent', 'summary', 'host'],
  /** Its subclasses DistributedVirtualPortgroup and OpaqueNetwork too. */
  Network: ['name'],
  /** On a vCenter only. */
  StoragePod: ['name', 'childEntity', 'podStorageDrsEntry'],
  VirtualMachine: [
    'name',
    'config.template',
    'config.uuid',
    'config.guestId',
    'config.guestFullName',
    'config.firmware',
    'config.bootOptions',
    'config.hardware.numCPU',
    'config.hardware.memoryMB',
    'config.hardware.device',
    'config.extraConfig',
    'config.managedBy',
    'runtime.powerState',
    'runtime.connectionState',
    'runtime.host',
    'snapshot',
    'datastore',
    'guest.toolsRunningStatus',
  ],
  /** On a vCenter: who tells which host has which licence. */
  LicenseManager: ['licenseAssignmentManager', 'licenses'],
  /** The tasks of the last minutes: a relocation that goes on has no event yet. */
  TaskManager: ['recentTask'],
  Task: ['info'],
  /** Not of a capture: only for a script that runs inside a machine. */
  GuestOperationsManager: ['fileManager', 'processManager'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type ReadType = keyof typeof propertyPaths;

/** Events that may mean that the disks of a machine went to another datastore. */
export const relocationEvents = ['VmRelocatedEvent', 'VmMigratedEvent', 'DrsVmMigratedEvent'] as const;
