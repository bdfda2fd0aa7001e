/**
 * The captured world: what was seen in Azure and vCenter, and when.
 *
 * A section that is absent was never captured, and every rule that needs it is unknown. A section that is an empty list
 * was captured and holds nothing. Each entry carries the moment at which it was seen (`seenAt`).
 * The file is a border, so zod reads it; ids are ARM ids as the service wrote them, to be compared without case.
 */

import { z } from 'zod';

export const INVENTORY_VERSION = 1;

const timestamp = z.iso.datetime({ offset: true });
const seen = { seenAt: timestamp };
const armId = z.string().min(1);

/** Health as Site Recovery reports it; unknown strings are kept. */
const health = z.string();

const healthError = z.object({
  code: z.string(),
  level: z.string().optional(),
  message: z.string(),
  possibleCauses: z.string().optional(),
  recommendedAction: z.string().optional(),
});

const vault = z.object({ id: armId, name: z.string(), location: z.string(), ...seen });

const fabric = z.object({
  id: armId,
  name: z.string(),
  /** `InMageRcm`: modernized; `VMware`: classic. */
  instanceType: z.string(),
  containerIds: z.array(armId),
  vmwareSiteId: armId.optional(),
  physicalSiteId: armId.optional(),
  ...seen,
});

/** One modernized appliance: the components of a fabric that share its name. */
const appliance = z.object({
  name: z.string(),
  fabricId: armId,
  /** The id that `reprotectAgentId` takes; absent when the appliance has no reprotect agent. */
  reprotectAgentId: z.string().optional(),
  /** The id that `processServerId` takes; equal to the former in every recording. */
  processServerId: z.string().optional(),
  fqdn: z.string().optional(),
  /** ARM id of the vCenter in the VMware site; the appliance sees datastores through it. */
  vcenterId: armId.optional(),
  accessibleDatastores: z.array(z.string()),
  components: z.array(
    z.object({
      kind: z.enum([
        'process-server',
        'rcm-proxy',
        'push-installer',
        'replication-agent',
        'reprotect-agent',
        'mars-agent',
        'dra',
      ]),
      id: z.string(),
      version: z.string().optional(),
      health,
      healthErrors: z.array(healthError),
      lastHeartbeat: timestamp.optional(),
    }),
  ),
  ...seen,
});

const disk = z.object({
  id: z.string(),
  name: z.string(),
  isOs: z.boolean(),
  capacityBytes: z.number().nonnegative(),
  uuid: z.string().optional(),
  initialReplicationComplete: z.boolean().optional(),
});

/** A replication protected item, from one GET each (the list leaves out disks and NICs). */
const protectedItem = z.object({
  id: armId,
  name: z.string(),
  friendlyName: z.string(),
  /** Switches with each reprotect; jobs name it as their target. */
  internalIdentifier: z.string().optional(),
  /** `InMageRcm`, `InMageRcmFailback`, `InMageAzureV2`, `InMage`, … */
  instanceType: z.string(),
  protectionState: z.string(),
  activeLocation: z.string().optional(),
  allowedOperations: z.array(z.string()),
  replicationHealth: health,
  failoverHealth: health.optional(),
  healthErrors: z.array(healthError),
  osType: z.enum(['Windows', 'Linux']).optional(),
  osName: z.string().optional(),
  policyId: armId.optional(),
  azureVmId: armId.optional(),
  targetResourceGroupId: armId.optional(),
  /** The name that was asked for in Azure; the machine may have got another one. */
  targetVmName: z.string().optional(),
  multiVmGroupName: z.string().optional(),
  lastFailover: timestamp.optional(),
  resyncRequired: z.boolean().optional(),
  agent: z
    .object({
      version: z.string().optional(),
      lastHeartbeat: timestamp.optional(),
      /** `isAgentRegistrationSuccessfulAfterFailover`; null where the service sent null. */
      registeredAfterFailover: z.boolean().nullable(),
    })
    .optional(),
  reprotectAgentId: z.string().optional(),
  processServerId: z.string().optional(),
  targetDatastore: z.string().optional(),
  logStorageAccountId: armId.optional(),
  disks: z.array(disk),
  /** Disks of the machine that were not chosen for replication. */
  excludedDisks: z
    .array(z.object({ id: z.string(), name: z.string(), capacityBytes: z.number().nonnegative() }))
    .optional(),
  /** The machine as the appliance discovered it on-premises; null where the service sent null. */
  discovered: z
    .object({
      vcenterId: armId.optional(),
      datastores: z.array(z.string()),
      ipAddresses: z.array(z.string()),
      powerStatus: z.string().optional(),
    })
    .nullable(),
  discoveryType: z.enum(['VMware', 'Physical']).optional(),
  recoveryPoints: z.array(z.object({ id: z.string(), time: timestamp, type: z.string() })).optional(),
  ...seen,
});

const azureVm = z.object({
  id: armId,
  name: z.string(),
  location: z.string(),
  size: z.string().optional(),
  /** `running`, `deallocated`, … : the part after `PowerState/`. */
  powerState: z.string(),
  provisioningState: z.string().optional(),
  securityType: z.string().optional(),
  osDiskId: armId.optional(),
  dataDisks: z.array(
    z.object({ id: armId.optional(), name: z.string(), lun: z.number(), sizeBytes: z.number().nonnegative() }),
  ),
  networkInterfaceIds: z.array(armId),
  /** Public addresses of those interfaces. */
  publicAddressIds: z.array(armId).optional(),
  /** What Azure charges an hour for it while it waits, if known. */
  hourlyCost: z.object({ amount: z.number().nonnegative(), currency: z.string() }).optional(),
  /** Which of the service's addresses the machine reaches over 443, where somebody tested it. */
  outbound: z
    .object({
      reachable: z.boolean(),
      detail: z.string().optional(),
      /** When it was tried, where that is not when the machine was seen. */
      seenAt: timestamp.optional(),
    })
    .optional(),
  ...seen,
});

const policy = z.object({ id: armId, name: z.string(), instanceType: z.string(), ...seen });

const mapping = z.object({
  id: armId,
  policyId: armId,
  sourceContainerId: armId,
  targetContainerId: armId.optional(),
  state: z.string().optional(),
  ...seen,
});

const storageAccount = z.object({
  id: armId,
  name: z.string(),
  location: z.string(),
  kind: z.string().optional(),
  sku: z.string().optional(),
  ...seen,
});

const runAsAccount = z.object({ id: armId, name: z.string(), siteId: armId.optional(), ...seen });

const vcenter = z.object({
  id: armId.optional(),
  name: z.string(),
  address: z.string(),
  version: z.string().optional(),
  connected: z.boolean().optional(),
  lastHeartbeat: timestamp.optional(),
  /** Privilege ids of the account that the appliance or the configuration server uses. */
  privileges: z.array(z.string()).optional(),
  ...seen,
});

const host = z.object({
  name: z.string(),
  vcenter: z.string().optional(),
  version: z.string().optional(),
  license: z.string().optional(),
  connectionState: z.string().optional(),
  memoryBytes: z.number().nonnegative().optional(),
  memoryFreeBytes: z.number().nonnegative().optional(),
  datastores: z.array(z.object({ name: z.string(), accessMode: z.string() })),
  ...seen,
});

const datastore = z.object({
  name: z.string(),
  vcenter: z.string().optional(),
  type: z.string(),
  capacityBytes: z.number().nonnegative(),
  freeBytes: z.number().nonnegative(),
  accessible: z.boolean(),
  ...seen,
});

/** A virtual machine on the site, as vCenter or ESXi shows it. */
const siteMachine = z.object({
  name: z.string(),
  vcenter: z.string().optional(),
  host: z.string().optional(),
  uuid: z.string().optional(),
  powerState: z.string(),
  memoryBytes: z.number().nonnegative().optional(),
  snapshots: z.array(z.string()),
  datastores: z.array(z.string()),
  disks: z.array(
    z.object({
      label: z.string(),
      datastore: z.string().optional(),
      capacityBytes: z.number().nonnegative(),
      backing: z.string().optional(),
    }),
  ),
  controllers: z.array(z.string()).optional(),
  extraConfig: z.record(z.string(), z.string()).optional(),
  toolsStatus: z.string().optional(),
  /** Storage vMotions seen within the retention of events. */
  relocations: z.array(timestamp).optional(),
  ...seen,
});

/** Classic: a master target as the configuration server knows it. */
const masterTarget = z.object({
  /** The id that `masterTargetId` takes. */
  id: z.string().min(1),
  name: z.string(),
  osType: z.enum(['Windows', 'Linux']).optional(),
  osVersion: z.string().optional(),
  agentVersion: z.string().optional(),
  /** Disks of its own, which count towards the sixty. */
  diskCount: z.number().int().nonnegative().optional(),
  retentionVolumes: z.array(
    z.object({ name: z.string(), capacityBytes: z.number().nonnegative(), freeBytes: z.number().nonnegative() }),
  ),
  datastores: z.array(z.string()),
  lastHeartbeat: timestamp.optional(),
  healthErrors: z.array(healthError),
  ...seen,
});

/** Classic: a process server as the configuration server knows it. */
const processServer = z.object({
  /** The id that `processServerId` takes. */
  id: z.string().min(1),
  name: z.string(),
  ipAddress: z.string().optional(),
  /** The machine it runs on, where it runs in Azure. */
  azureVmId: armId.optional(),
  version: z.string().optional(),
  lastHeartbeat: timestamp.optional(),
  healthErrors: z.array(healthError),
  ...seen,
});

const trafficProfile = z.object({
  id: armId,
  name: z.string(),
  routingMethod: z.string(),
  ttlSeconds: z.number().nonnegative().optional(),
  endpoints: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      target: z.string().optional(),
      status: z.enum(['Enabled', 'Disabled']),
      monitorStatus: z.string().optional(),
      priority: z.number().optional(),
    }),
  ),
  ...seen,
});

export const inventorySchema = z.object({
  schema: z.literal('failback/inventory'),
  version: z.literal(INVENTORY_VERSION),
  capturedAt: timestamp,
  /** Who wrote the file: `failback capture`, or a person. */
  capturedBy: z.string(),
  vault: vault.optional(),
  fabrics: z.array(fabric).optional(),
  appliances: z.array(appliance).optional(),
  items: z.array(protectedItem).optional(),
  azureVms: z.array(azureVm).optional(),
  policies: z.array(policy).optional(),
  mappings: z.array(mapping).optional(),
  storageAccounts: z.array(storageAccount).optional(),
  runAsAccounts: z.array(runAsAccount).optional(),
  vcenters: z.array(vcenter).optional(),
  hosts: z.array(host).optional(),
  datastores: z.array(datastore).optional(),
  siteMachines: z.array(siteMachine).optional(),
  trafficProfiles: z.array(trafficProfile).optional(),
  masterTargets: z.array(masterTarget).optional(),
  processServers: z.array(processServer).optional(),
  /** Parts that could not be read, and why. */
  notCaptured: z.array(z.object({ what: z.string(), reason: z.string() })).optional(),
});

export type Inventory = z.infer<typeof inventorySchema>;
export type CapturedItem = z.infer<typeof protectedItem>;
export type CapturedAppliance = z.infer<typeof appliance>;
export type CapturedAzureVm = z.infer<typeof azureVm>;
export type CapturedSiteMachine = z.infer<typeof siteMachine>;
export type CapturedHost = z.infer<typeof host>;
export type CapturedDatastore = z.infer<typeof datastore>;
export type CapturedTrafficProfile = z.infer<typeof trafficProfile>;
export type CapturedVCenter = z.infer<typeof vcenter>;
export type CapturedPolicy = z.infer<typeof policy>;
export type CapturedMapping = z.infer<typeof mapping>;
export type CapturedStorageAccount = z.infer<typeof storageAccount>;
