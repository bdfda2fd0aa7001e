import { z } from 'zod';
import { armId, bytes, health, healthError, seen, timestamp } from './seen.ts';

/** What the vault shows: fabrics and appliances, protected items, policies. */

export const vault = z.object({
  id: armId,
  name: z.string(),
  location: z.string(),
  /** `Enabled` or `Disabled`, as the vault says. */
  publicNetworkAccess: z.string().optional(),
  /** Type of its managed identity: `None`, `SystemAssigned`, `UserAssigned`, … */
  identity: z.string().optional(),
  /** Private endpoints that serve the vault; empty where it has none. */
  privateEndpoints: z
    .array(z.object({ id: armId, state: z.string(), addresses: z.number().int().nonnegative().optional() }))
    .optional(),
  ...seen,
});

export const fabric = z.object({
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
export const appliance = z.object({
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
  capacityBytes: bytes,
  uuid: z.string().optional(),
  initialReplicationComplete: z.boolean().optional(),
  /** `diskResized`: the disk in Azure is no longer as large as the one that was replicated. */
  resized: z.boolean().optional(),
  /** `Basic` or `Dynamic`, as the classic discovery says. */
  configuration: z.string().optional(),
});

/** A replication protected item, from one GET each (the list leaves out disks and NICs). */
export const protectedItem = z.object({
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
  /** Firmware as the service says: `BIOS`, `UEFI`, … */
  firmware: z.string().optional(),
  policyId: armId.optional(),
  azureVmId: armId.optional(),
  targetResourceGroupId: armId.optional(),
  /** The name that was asked for in Azure; the machine may have got another one. */
  targetVmName: z.string().optional(),
  multiVmGroupName: z.string().optional(),
  /** A group that nobody made has the same GUID as name and as id. */
  multiVmGroupId: z.string().optional(),
  lastFailover: timestamp.optional(),
  /** Of the last test failover: `None`, `MarkedForDeletion`, … */
  testFailoverState: z.string().optional(),
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
  /** Classic, on the way back: the master target it replicates through. */
  masterTargetId: z.string().optional(),
  targetDatastore: z.string().optional(),
  logStorageAccountId: armId.optional(),
  disks: z.array(disk),
  /** Disks of the machine that were not chosen for replication. */
  excludedDisks: z.array(z.object({ id: z.string(), name: z.string(), capacityBytes: bytes })).optional(),
  /** The machine as the appliance or the configuration server discovered it on-premises; null where the service sent null. */
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

export const policy = z.object({ id: armId, name: z.string(), instanceType: z.string(), ...seen });

export const mapping = z.object({
  id: armId,
  policyId: armId,
  sourceContainerId: armId,
  targetContainerId: armId.optional(),
  state: z.string().optional(),
  ...seen,
});

/** An account on the site that Site Recovery signs in with; only its name and id are ever seen. */
export const runAsAccount = z.object({ id: armId, name: z.string(), siteId: armId.optional(), ...seen });
