import type { ReplicationProtectedItem } from '@azure/arm-recoveryservices-siterecovery';
import type { ItemDetail, ItemFacts } from '../../core/run/item-facts.ts';

/** Provider details by the names that matter here, whichever provider has them; unknown providers lack most. */
export interface ProviderDetails {
  readonly instanceType: string;
  readonly internalIdentifier?: string;
  readonly vmId?: string;
  readonly resyncRequired?: string;
  readonly resyncProgressPercentage?: number;
  readonly initialReplicationProgressPercentage?: number;
  readonly multiVmGroupName?: string;
  readonly osType?: string;
  readonly osName?: string;
  readonly osDetails?: { readonly osType?: string };
  readonly discoveryType?: string;
  readonly processServerId?: string;
  readonly reprotectAgentId?: string;
  readonly logStorageAccountId?: string;
  readonly targetDataStoreName?: string;
  readonly azureVirtualMachineId?: string;
  readonly targetVmId?: string;
  readonly targetVmName?: string;
  readonly targetResourceGroupId?: string;
  readonly recoveryAzureResourceGroupId?: string;
  readonly isAgentRegistrationSuccessfulAfterFailover?: boolean | null;
  readonly mobilityAgentDetails?: { readonly version?: string; readonly lastHeartbeatUtc?: Date };
  readonly discoveredVmDetails?: {
    readonly vCenterId?: string;
    readonly datastores?: readonly string[];
    readonly ipAddresses?: readonly string[];
    readonly powerStatus?: string;
    readonly osName?: string;
  } | null;
  readonly protectedDisks?: readonly ProtectedDisk[];
}

export interface ProtectedDisk {
  readonly diskId?: string;
  readonly diskName?: string;
  readonly isOSDisk?: string;
  readonly capacityInBytes?: number;
  readonly diskCapacityInBytes?: number;
  readonly diskUuid?: string;
  readonly isInitialReplicationComplete?: string;
  readonly resyncRequired?: string;
}

export function detailsOf(item: ReplicationProtectedItem): ProviderDetails {
  const details: unknown = item.properties?.providerSpecificDetails;
  return { instanceType: '', ...(details as ProviderDetails | undefined) };
}

export function itemFacts(item: ReplicationProtectedItem, seenAt: string): ItemFacts {
  const properties = item.properties ?? {};
  const details = detailsOf(item);
  return {
    id: item.id ?? '',
    name: item.name ?? '',
    friendlyName: properties.friendlyName ?? item.name ?? '',
    internalIdentifier: details.internalIdentifier ?? details.vmId,
    instanceType: details.instanceType,
    protectionState: properties.protectionState ?? '',
    activeLocation: properties.activeLocation,
    allowedOperations: properties.allowedOperations ?? [],
    replicationHealth: properties.replicationHealth,
    healthCodes: (properties.healthErrors ?? []).flatMap(({ errorCode }) => errorCode ?? []),
    currentJobId: currentJob(properties.currentScenario?.jobId),
    replicated: replicated(details),
    resyncRequired: truth(details.resyncRequired),
    seenAt,
  };
}

export function itemDetail(item: ReplicationProtectedItem, seenAt: string): ItemDetail {
  const details = detailsOf(item);
  return {
    ...itemFacts(item, seenAt),
    disks: (details.protectedDisks ?? []).map((disk) => ({
      name: disk.diskName ?? disk.diskId ?? '',
      initialReplicationComplete: truth(disk.isInitialReplicationComplete),
      resyncRequired: truth(disk.resyncRequired),
    })),
  };
}

/** Booleans are frequently strings: "true", "False". */
export function truth(value: string | boolean | null | undefined): boolean | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  return String(value).toLowerCase() === 'true';
}

/** The sentinel for no job is an id that ends in `None`. */
function currentJob(id: string | undefined): string | undefined {
  return id === undefined || id === '' || /(^|\/)none$/i.test(id) ? undefined : id;
}

function replicated(details: ProviderDetails): number | undefined {
  const resync = truth(details.resyncRequired) === true ? details.resyncProgressPercentage : undefined;
  const percent = resync ?? details.initialReplicationProgressPercentage;
  return percent === undefined || percent === null ? undefined : Number(percent);
}
