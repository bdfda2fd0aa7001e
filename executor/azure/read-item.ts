import type { ReplicationProtectedItem } from '@azure/arm-recoveryservices-siterecovery';
import type { ItemDetail, ItemFacts } from '../../core/run/item-facts.ts';
import type { Wanted } from './json-picker.ts';
import { moment } from './sentinels.ts';

/** Provider details by the names that matter here, whichever provider has them; unknown providers lack most. */
export interface ProviderDetails {
  readonly instanceType: string;
  readonly internalIdentifier?: string;
  readonly vmId?: string;
  readonly resyncRequired?: string;
  readonly resyncProgressPercentage?: number;
  readonly initialReplicationProgressPercentage?: number;
  readonly initialReplicationProcessedBytes?: number;
  readonly resyncProcessedBytes?: number;
  readonly multiVmGroupName?: string;
  readonly osType?: string;
  readonly osName?: string;
  readonly osDetails?: { readonly osType?: string; readonly osVhdId?: string };
  readonly osVersion?: string;
  readonly osDiskId?: string;
  readonly firmwareType?: string;
  readonly multiVmGroupId?: string;
  readonly masterTargetId?: string;
  readonly ipAddress?: string;
  readonly datastores?: readonly string[];
  readonly vCenterInfrastructureId?: string;
  readonly agentVersion?: string;
  readonly agentDetails?: { readonly agentVersion?: string } | null;
  readonly lastHeartbeat?: Date;
  readonly recoveryAzureVMName?: string;
  /** Classic: `ResyncStepI`, `InitialSync`, … and `DifferentialSync` once the first copy is complete. */
  readonly protectionStage?: string;
  /** Classic, on the way home. */
  readonly resyncDetails?: {
    readonly initialReplicationType?: string;
    readonly initialReplicationProgressPercentage?: string;
  } | null;
  readonly consistencyPoints?: Readonly<Record<string, Date | string>> | null;
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
  readonly protectionStage?: string;
  readonly diskResized?: string | null;
  readonly irDetails?: DiskSync | null;
  readonly resyncDetails?: DiskSync | null;
  readonly resyncProcessedBytes?: number | null;
  readonly sourceDataInMB?: number;
  readonly psDataInMB?: number;
  readonly targetDataInMB?: number;
}

/** How far the copy of a disk is. */
interface DiskSync {
  readonly progressHealth?: string | null;
  readonly processedBytes?: number | null;
  readonly progressPercentage?: number | null;
  readonly lastDataTransferTimeUtc?: string | null;
}

export function detailsOf(item: ReplicationProtectedItem): ProviderDetails {
  return (item.properties?.providerSpecificDetails as ProviderDetails | null | undefined) ?? UNTOLD;
}

const UNTOLD: ProviderDetails = { instanceType: '' };

/** What `itemFacts` reads of a row; a test sees that it reads nothing else. */
export const ITEM_ROW = {
  id: true,
  name: true,
  properties: {
    friendlyName: true,
    protectionState: true,
    activeLocation: true,
    allowedOperations: true,
    replicationHealth: true,
    healthErrors: { errorCode: true },
    currentScenario: { jobId: true },
    providerSpecificDetails: {
      instanceType: true,
      internalIdentifier: true,
      vmId: true,
      processServerId: true,
      protectionStage: true,
      resyncRequired: true,
      resyncDetails: { initialReplicationProgressPercentage: true },
      resyncProgressPercentage: true,
      resyncProcessedBytes: true,
      initialReplicationProgressPercentage: true,
      initialReplicationProcessedBytes: true,
      mobilityAgentDetails: { lastHeartbeatUtc: true },
      lastHeartbeat: true,
    },
  },
} as const satisfies Wanted;

/** A row or a GET of its own, of the SDK or as it came over the wire: then what is not told is null. */
export function itemFacts(item: ReplicationProtectedItem, seenAt: string): ItemFacts {
  const properties = item.properties ?? {};
  const details = detailsOf(item);
  return {
    id: item.id ?? '',
    name: item.name ?? '',
    friendlyName: properties.friendlyName ?? item.name ?? '',
    internalIdentifier: details.internalIdentifier ?? details.vmId ?? undefined,
    instanceType: details.instanceType ?? '',
    protectionState: properties.protectionState ?? '',
    activeLocation: properties.activeLocation ?? undefined,
    allowedOperations: properties.allowedOperations ?? [],
    replicationHealth: properties.replicationHealth ?? undefined,
    healthCodes: (properties.healthErrors ?? []).flatMap(({ errorCode }) => errorCode ?? []),
    currentJobId: currentJob(properties.currentScenario?.jobId),
    replicated: replicated(details),
    resyncRequired: truth(details.resyncRequired),
    processedBytes: processedBytes(details),
    agentHeardAt: moment(details.mobilityAgentDetails?.lastHeartbeatUtc ?? details.lastHeartbeat),
    ...(details.processServerId ? { processServerId: details.processServerId } : {}),
    seenAt,
  };
}

export function itemDetail(item: ReplicationProtectedItem, seenAt: string): ItemDetail {
  const details = detailsOf(item);
  return {
    ...itemFacts(item, seenAt),
    disks: (details.protectedDisks ?? []).map((disk) => ({
      name: disk.diskName ?? disk.diskId ?? '',
      initialReplicationComplete: firstCopyComplete(disk),
      resyncRequired: truth(disk.resyncRequired),
      ...diskFigures(disk),
    })),
    consistencyPoints: consistencyPoints(details),
    pending: pending(details),
  };
}

/** How far a disk is; `last` as the service writes it, in one of its several ways of writing a time. */
function diskFigures({ irDetails, resyncDetails, resyncProcessedBytes }: ProtectedDisk) {
  const told = irDetails ?? resyncDetails;
  const processedBytes = told?.processedBytes ?? resyncProcessedBytes;
  return {
    ...(processedBytes === undefined || processedBytes === null ? {} : { processedBytes: Number(processedBytes) }),
    ...(told?.progressPercentage ? { percent: Number(told.progressPercentage) } : {}),
    ...(told?.progressHealth ? { progress: told.progressHealth } : {}),
    ...(told?.lastDataTransferTimeUtc ? { lastTransfer: told.lastDataTransferTimeUtc } : {}),
  };
}

/** Booleans are frequently strings: "true", "False"; classic disks say `NotRequired`. */
export function truth(value: string | boolean | null | undefined): boolean | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  return /^(true|required|yes)$/i.test(String(value));
}

/** Modernized disks say it in a word, classic ones by the stage they are in. */
export function firstCopyComplete(disk: ProtectedDisk): boolean | undefined {
  const { isInitialReplicationComplete: said, protectionStage: stage } = disk;
  return truth(said) ?? (stage ? /^differentialsync$/i.test(stage) : undefined);
}

/** Points by name, as a classic item on its way home lists them; it has no other list. */
export function consistencyPoints({ consistencyPoints }: ProviderDetails): ItemDetail['consistencyPoints'] {
  return Object.entries(consistencyPoints ?? {}).flatMap(([id, at]) => {
    const time = moment(at);
    return time === undefined ? [] : [{ id, time, type: 'Tag' }];
  });
}

const MB = 1e6;

function pending({ instanceType, protectedDisks = [] }: ProviderDetails): ItemDetail['pending'] {
  if (instanceType !== 'InMage' || protectedDisks.length === 0) return undefined;
  const sum = (of: (disk: ProtectedDisk) => number | undefined) =>
    protectedDisks.reduce((bytes, disk) => bytes + (of(disk) ?? 0) * MB, 0);
  return {
    source: sum(({ sourceDataInMB }) => sourceDataInMB),
    processServer: sum(({ psDataInMB }) => psDataInMB),
    target: sum(({ targetDataInMB }) => targetDataInMB),
  };
}

/** The sentinel for no job is an id that ends in `None`. */
function currentJob(id: string | undefined): string | undefined {
  return id === undefined || id === '' || /(^|\/)none$/i.test(id) ? undefined : id;
}

function replicated(details: ProviderDetails): number | undefined {
  if (details.instanceType === 'InMage' || details.instanceType === 'InMageAzureV2') return classicReplicated(details);
  const resync = truth(details.resyncRequired) === true ? details.resyncProgressPercentage : undefined;
  const percent = resync ?? details.initialReplicationProgressPercentage;
  return percent === undefined || percent === null ? undefined : Number(percent);
}

/** Bytes read so far, where the provider tells them: modernized ones do, in the list too. */
function processedBytes(details: ProviderDetails): number | undefined {
  const resync = truth(details.resyncRequired) === true ? details.resyncProcessedBytes : undefined;
  const bytes = resync ?? details.initialReplicationProcessedBytes;
  return bytes === undefined || bytes === null ? undefined : Number(bytes);
}

/**
 * Towards the site it is told in `resyncDetails`, towards Azure beside them; both stay at what they were, or are zero or
 * empty, once the first copy is complete.
 * @source recordings: "12" in the stage `ResyncStepI`; 0 in the stage `DifferentialSync`
 */
function classicReplicated({ protectionStage, resyncDetails, resyncProgressPercentage }: ProviderDetails) {
  if (/^differentialsync$/i.test(protectionStage ?? '')) return undefined;
  const told = resyncDetails?.initialReplicationProgressPercentage || resyncProgressPercentage;
  const percent = Number(told);
  return told === undefined || told === null || Number.isNaN(percent) ? undefined : percent;
}
