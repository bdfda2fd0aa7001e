/**
 * The captured world: what was seen in Azure and vCenter, and when.
 *
 * A section that is absent was never captured, and every rule that needs it is unknown. A section that is an empty list
 * was captured and holds nothing. Each entry carries the moment at which it was seen (`seenAt`).
 * The file is a border, so zod reads it; ids are ARM ids as the service wrote them, to be compared without case.
 */

import { z } from 'zod';
import { timestamp } from './seen.ts';
import { azureVm, connection, lock, rights, storageAccount, trafficProfile, virtualNetwork } from './seen-in-azure.ts';
import { appliance, fabric, mapping, policy, protectedItem, runAsAccount, vault } from './seen-in-vault.ts';
import { configurationServer, masterTarget, processServer } from './seen-of-classic.ts';
import { datastore, host, siteMachine, storageCluster, unreadMachine, vcenter } from './seen-on-site.ts';

export const INVENTORY_VERSION = 1;

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
  policies: z.array(policy).optional(),
  mappings: z.array(mapping).optional(),
  runAsAccounts: z.array(runAsAccount).optional(),
  configurationServers: z.array(configurationServer).optional(),
  masterTargets: z.array(masterTarget).optional(),
  processServers: z.array(processServer).optional(),
  azureVms: z.array(azureVm).optional(),
  virtualNetworks: z.array(virtualNetwork).optional(),
  connections: z.array(connection).optional(),
  storageAccounts: z.array(storageAccount).optional(),
  locks: z.array(lock).optional(),
  rights: z.array(rights).optional(),
  trafficProfiles: z.array(trafficProfile).optional(),
  vcenters: z.array(vcenter).optional(),
  hosts: z.array(host).optional(),
  datastores: z.array(datastore).optional(),
  storageClusters: z.array(storageCluster).optional(),
  siteMachines: z.array(siteMachine).optional(),
  unreadMachines: z.array(unreadMachine).optional(),
  /** Parts that could not be read, and why. */
  notCaptured: z.array(z.object({ what: z.string(), reason: z.string() })).optional(),
});

export type Inventory = z.infer<typeof inventorySchema>;
export type CapturedItem = z.infer<typeof protectedItem>;
export type CapturedFabric = z.infer<typeof fabric>;
export type CapturedAppliance = z.infer<typeof appliance>;
export type CapturedPolicy = z.infer<typeof policy>;
export type CapturedMapping = z.infer<typeof mapping>;
export type CapturedConfigurationServer = z.infer<typeof configurationServer>;
export type CapturedMasterTarget = z.infer<typeof masterTarget>;
export type CapturedProcessServer = z.infer<typeof processServer>;
export type CapturedAzureVm = z.infer<typeof azureVm>;
export type CapturedVirtualNetwork = z.infer<typeof virtualNetwork>;
export type CapturedConnection = z.infer<typeof connection>;
export type CapturedStorageAccount = z.infer<typeof storageAccount>;
export type CapturedTrafficProfile = z.infer<typeof trafficProfile>;
export type CapturedVCenter = z.infer<typeof vcenter>;
export type CapturedHost = z.infer<typeof host>;
export type CapturedDatastore = z.infer<typeof datastore>;
export type CapturedStorageCluster = z.infer<typeof storageCluster>;
export type CapturedSiteMachine = z.infer<typeof siteMachine>;
export type UnreadMachine = z.infer<typeof unreadMachine>;
