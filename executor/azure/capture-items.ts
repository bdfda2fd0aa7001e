import type { RecoveryPoint, ReplicationProtectedItem } from '@azure/arm-recoveryservices-siterecovery';
import type { CapturedItem } from '../../core/inventory/inventory.ts';
import { healthErrors, optional } from './capture-health-errors.ts';
import { detailsOf, firstCopyComplete, type ProtectedDisk, type ProviderDetails, truth } from './read-item.ts';
import { moment } from './sentinels.ts';

/** An item as the inventory keeps it. From a row of a list its disks are missing; whoever asks says where they come from. */
export function capturedItem(item: ReplicationProtectedItem, seenAt: string): CapturedItem {
  const properties = item.properties ?? {};
  const details = detailsOf(item);
  const osType = family(details);
  return {
    id: item.id ?? '',
    name: item.name ?? '',
    friendlyName: properties.friendlyName ?? item.name ?? '',
    instanceType: details.instanceType,
    protectionState: properties.protectionState ?? '',
    allowedOperations: properties.allowedOperations ?? [],
    replicationHealth: properties.replicationHealth ?? 'None',
    healthErrors: healthErrors(properties.healthErrors),
    disks: (details.protectedDisks ?? []).map((disk) => capturedDisk(disk, osDiskOf(details))),
    discovered: discovered(details),
    ...(osType === undefined ? {} : { osType }),
    ...optional({
      internalIdentifier: details.internalIdentifier ?? details.vmId,
      activeLocation: properties.activeLocation,
      failoverHealth: properties.failoverHealth,
      osName: details.osName ?? details.discoveredVmDetails?.osName ?? details.osVersion,
      firmware: details.firmwareType || undefined,
      policyId: properties.policyId || undefined,
      azureVmId: (details.azureVirtualMachineId ?? details.targetVmId) || undefined,
      targetResourceGroupId: (details.targetResourceGroupId ?? details.recoveryAzureResourceGroupId) || undefined,
      // On the way back the name is that of the machine on the site.
      targetVmName:
        (details.instanceType === 'InMageRcm' ? details.targetVmName : details.recoveryAzureVMName) || undefined,
      multiVmGroupName: details.multiVmGroupName || undefined,
      multiVmGroupId: details.multiVmGroupId || undefined,
      lastFailover: moment(properties.lastSuccessfulFailoverTime),
      resyncRequired: truth(details.resyncRequired),
      agent: agentOf(details),
      reprotectAgentId: details.reprotectAgentId || undefined,
      processServerId: details.processServerId || undefined,
      // Before the reprotect it is the one that the machine went to Azure by, which says nothing of the way home.
      masterTargetId: (details.instanceType === 'InMage' && details.masterTargetId) || undefined,
      targetDatastore: details.targetDataStoreName || undefined,
      logStorageAccountId: details.logStorageAccountId || undefined,
      discoveryType: discoveryOf(details.discoveryType),
    }),
    seenAt,
  };
}

export function capturedPoints(points: readonly RecoveryPoint[]): NonNullable<CapturedItem['recoveryPoints']> {
  return points.flatMap((point) => {
    const time = moment(point.properties?.recoveryPointTime);
    return time === undefined ? [] : [{ id: point.id ?? '', time, type: point.properties?.recoveryPointType ?? '' }];
  });
}

function capturedDisk(disk: ProtectedDisk, osDiskId: string | undefined): CapturedItem['disks'][number] {
  return {
    id: disk.diskId ?? '',
    name: disk.diskName ?? disk.diskId ?? '',
    isOs: truth(disk.isOSDisk) ?? (osDiskId !== undefined && disk.diskId === osDiskId),
    capacityBytes: disk.capacityInBytes ?? disk.diskCapacityInBytes ?? 0,
    ...optional({
      uuid: disk.diskUuid,
      initialReplicationComplete: firstCopyComplete(disk),
      resized: resized(disk.diskResized),
    }),
  };
}

function agentOf(details: ProviderDetails): CapturedItem['agent'] {
  const { mobilityAgentDetails: agent, isAgentRegistrationSuccessfulAfterFailover: registered } = details;
  if (agent === undefined && registered === undefined) return classicAgentOf(details);
  return {
    registeredAfterFailover: registered ?? null,
    ...optional({ version: agent?.version, lastHeartbeat: moment(agent?.lastHeartbeatUtc) }),
  };
}

/** A classic item tells no registration, only when its agent was heard. */
function classicAgentOf({
  instanceType,
  agentVersion,
  agentDetails,
  lastHeartbeat,
}: ProviderDetails): CapturedItem['agent'] {
  if (!isClassic(instanceType)) return undefined;
  return {
    registeredAfterFailover: null,
    ...optional({
      version: agentVersion || agentDetails?.agentVersion || undefined,
      lastHeartbeat: moment(lastHeartbeat),
    }),
  };
}

function isClassic(instanceType: string): boolean {
  return instanceType === 'InMage' || instanceType === 'InMageAzureV2';
}

function osDiskOf({ osDiskId, osDetails }: ProviderDetails): string | undefined {
  return osDiskId || osDetails?.osVhdId || undefined;
}

/** @source recordings: `NotResized`; the other word is nowhere shown, so anything else that is said counts as a change */
function resized(written: string | null | undefined): boolean | undefined {
  return written ? !/^(notresized|false|none)$/i.test(written) : undefined;
}

function discovered(details: ProviderDetails): CapturedItem['discovered'] {
  const { discoveredVmDetails } = details;
  if (discoveredVmDetails === undefined && isClassic(details.instanceType)) return discoveredClassic(details);
  if (discoveredVmDetails === undefined || discoveredVmDetails === null) return null;
  return {
    datastores: [...(discoveredVmDetails.datastores ?? [])],
    ipAddresses: [...(discoveredVmDetails.ipAddresses ?? [])],
    ...optional({
      vcenterId: discoveredVmDetails.vCenterId || undefined,
      powerStatus: discoveredVmDetails.powerStatus || undefined,
    }),
  };
}

/** What the configuration server found stands in the item itself. A physical server has no datastores. */
function discoveredClassic({
  datastores,
  ipAddress,
  vCenterInfrastructureId,
}: ProviderDetails): CapturedItem['discovered'] {
  return {
    datastores: [...(datastores ?? [])],
    ipAddresses: ipAddress ? [ipAddress] : [],
    ...optional({ vcenterId: vCenterInfrastructureId || undefined }),
  };
}

function family(details: ProviderDetails): 'Windows' | 'Linux' | undefined {
  const written = details.osType ?? details.osDetails?.osType ?? '';
  if (/windows/i.test(written)) return 'Windows';
  return /linux/i.test(written) ? 'Linux' : undefined;
}

function discoveryOf(written: string | undefined): 'VMware' | 'Physical' | undefined {
  if (written === undefined) return undefined;
  return /physical/i.test(written) ? 'Physical' : 'VMware';
}
