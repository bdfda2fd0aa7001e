import { z } from 'zod';
import { armId, bytes, seen, timestamp } from './seen.ts';

/**
 * What vCenter, or a host without one, shows of the site. `vcenter` names the server that was asked, as the runbook calls
 * it; a bare host itself has none.
 */

export const vcenter = z.object({
  id: armId.optional(),
  name: z.string(),
  address: z.string(),
  /** `VirtualCenter`, or `HostAgent` for a bare ESXi host. */
  apiType: z.string().optional(),
  version: z.string().optional(),
  connected: z.boolean().optional(),
  lastHeartbeat: timestamp.optional(),
  /** Privilege ids of the account that the appliance or the configuration server uses. */
  privileges: z.array(z.string()).optional(),
  /** The account whose privileges these are, as it signs in. */
  account: z.string().optional(),
  ...seen,
});

export const host = z.object({
  name: z.string(),
  vcenter: z.string().optional(),
  cluster: z.string().optional(),
  version: z.string().optional(),
  license: z.string().optional(),
  connectionState: z.string().optional(),
  maintenance: z.boolean().optional(),
  memoryBytes: bytes.optional(),
  memoryFreeBytes: bytes.optional(),
  datastores: z.array(z.object({ name: z.string(), accessMode: z.string() })),
  /** Names of the networks (port groups) that it offers. */
  networks: z.array(z.string()).optional(),
  ...seen,
});

export const datastore = z.object({
  name: z.string(),
  vcenter: z.string().optional(),
  /** As vSphere says: `VMFS`, `vsan`, `NFS`, `NFS41`, `VVOL`. */
  type: z.string(),
  capacityBytes: bytes,
  freeBytes: bytes,
  accessible: z.boolean(),
  maintenance: z.string().optional(),
  /** The datastore cluster that it belongs to. */
  storageCluster: z.string().optional(),
  ...seen,
});

/** A datastore cluster, and whom Storage DRS leaves where they are. */
export const storageCluster = z.object({
  name: z.string(),
  vcenter: z.string().optional(),
  datastores: z.array(z.string()),
  /** Whether Storage DRS is on at all. */
  enabled: z.boolean(),
  /** `automated` moves machines by itself; `manual` only advises. */
  automation: z.string(),
  /** Machines for which it is off or manual. */
  excluded: z.array(z.string()),
  ...seen,
});

/** A machine that the site shows, but of which nobody could read what matters: it is there, and that is all. */
export const unreadMachine = z.object({
  name: z.string(),
  vcenter: z.string().optional(),
  /** A clause: `its configuration cannot be read`. */
  reason: z.string(),
  ...seen,
});

/** A virtual machine on the site, as vCenter or ESXi shows it. */
export const siteMachine = z.object({
  name: z.string(),
  vcenter: z.string().optional(),
  host: z.string().optional(),
  uuid: z.string().optional(),
  powerState: z.string(),
  isTemplate: z.boolean().optional(),
  /** What vSphere takes the guest for, for example `windows2019srv_64Guest`, and in words. */
  guestId: z.string().optional(),
  guestName: z.string().optional(),
  /** `bios` or `efi`. */
  firmware: z.string().optional(),
  secureBoot: z.boolean().optional(),
  cpuCount: z.number().int().nonnegative().optional(),
  memoryBytes: bytes.optional(),
  snapshots: z.array(z.string()),
  datastores: z.array(z.string()),
  disks: z.array(
    z.object({
      label: z.string(),
      datastore: z.string().optional(),
      capacityBytes: bytes,
      /** File of the disk: `[ds-gold] erp-db/erp-db.vmdk`. */
      backing: z.string().optional(),
      /** `vmdk`, or `rdm-physical` and `rdm-virtual` for a raw device. */
      kind: z.string().optional(),
      uuid: z.string().optional(),
      /** Shared with other machines (multi-writer, or a shared bus). */
      shared: z.boolean().optional(),
    }),
  ),
  /** Types of its disk controllers as vSphere calls them: `VirtualLsiLogicController`, `ParaVirtualSCSIController`, … */
  controllers: z.array(z.string()).optional(),
  /** Types of its network cards: `VirtualVmxnet3`, … */
  networkCards: z.array(z.string()).optional(),
  /** Only the settings that rules read, `disk.enableUUID` among them. */
  extraConfig: z.record(z.string(), z.string()).optional(),
  /** `toolsRunningStatus`: `guestToolsRunning`, `guestToolsNotRunning`, … */
  toolsStatus: z.string().optional(),
  /** Key of the extension that manages it, where one does. */
  managedBy: z.string().optional(),
  /** Storage vMotions seen within the retention of events. */
  relocations: z.array(timestamp).optional(),
  ...seen,
});
