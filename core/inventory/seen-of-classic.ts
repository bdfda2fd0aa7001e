import { z } from 'zod';
import { armId, bytes, healthError, seen, timestamp } from './seen.ts';

/** The servers of the classic architecture, as the vault's fabric shows them. `name` is their friendly name there. */

export const configurationServer = z.object({
  /** ARM id of the fabric: a configuration server is one. */
  id: armId,
  name: z.string(),
  ipAddress: z.string().optional(),
  version: z.string().optional(),
  /** `NotSupported`, `UpdateRequired`, `UpToDate`, … */
  versionStatus: z.string().optional(),
  /** `csServiceStatus`: `Started`, `Stopped`, … */
  serviceStatus: z.string().optional(),
  lastHeartbeat: timestamp.optional(),
  certificateDaysLeft: z.number().optional(),
  healthErrors: z.array(healthError),
  ...seen,
});

export const masterTarget = z.object({
  /** The id that `masterTargetId` takes. */
  id: z.string().min(1),
  name: z.string(),
  fabricId: armId.optional(),
  ipAddress: z.string().optional(),
  osType: z.enum(['Windows', 'Linux']).optional(),
  osVersion: z.string().optional(),
  agentVersion: z.string().optional(),
  versionStatus: z.string().optional(),
  agentExpiry: timestamp.optional(),
  /** Disks of its own, which count towards the sixty. */
  diskCount: z.number().int().nonnegative().optional(),
  retentionVolumes: z.array(
    z.object({
      name: z.string(),
      capacityBytes: bytes,
      freeBytes: bytes,
      /** As the service reports it, in percent; whether of used or of free space is documented nowhere. */
      thresholdPercent: z.number().optional(),
    }),
  ),
  /** Names of the datastores that it sees. */
  datastores: z.array(z.string()),
  /** The same ones with what the service says of each. */
  datastoreDetails: z
    .array(
      z.object({
        name: z.string(),
        uuid: z.string().optional(),
        type: z.string().optional(),
        capacityBytes: bytes.optional(),
        freeBytes: bytes.optional(),
      }),
    )
    .optional(),
  lastHeartbeat: timestamp.optional(),
  healthErrors: z.array(healthError),
  validationErrors: z.array(healthError).optional(),
  ...seen,
});

export const processServer = z.object({
  /** The id that `processServerId` takes. */
  id: z.string().min(1),
  name: z.string(),
  fabricId: armId.optional(),
  ipAddress: z.string().optional(),
  /** The machine it runs on, where it runs in Azure. */
  azureVmId: armId.optional(),
  version: z.string().optional(),
  versionStatus: z.string().optional(),
  /** `psServiceStatus`: `Started`, `Stopped`, … */
  serviceStatus: z.string().optional(),
  /** `systemLoadStatus`, `memoryUsageStatus`, … that are not healthy, as `load: Critical`. */
  strains: z.array(z.string()).optional(),
  cacheCapacityBytes: bytes.optional(),
  cacheFreeBytes: bytes.optional(),
  certificateDaysLeft: z.number().optional(),
  /** What passes through it now, in bytes a second. */
  throughputBytesPerSecond: z.number().nonnegative().optional(),
  lastHeartbeat: timestamp.optional(),
  healthErrors: z.array(healthError),
  ...seen,
});
