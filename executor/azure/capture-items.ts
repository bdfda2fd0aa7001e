import type { RecoveryPoint, ReplicationProtectedItem } from '@azure/arm-recoveryservices-siterecovery';
import type { CapturedItem } from '../../core/inventory/inventory.ts';
import { healthErrors, optional } from './capture-fabrics.ts';
import { detailsOf, type ProtectedDisk, type ProviderDetails, truth } from './read-item.ts';
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
    disks: (details.protectedDisks ?? []).map(capturedDisk),
    discovered: discovered(details),
    ...(osType === undefined ? {} : { osType }),
    ...optional({
      internalIdentifier: details.internalIdentifier ?? details.vmId,
      activeLocation: properties.activeLocation,
      failoverHealth: properties.failoverHealth,
      osName: details.osName ?? details.discoveredVmDetails?.osName,
      policyId: properties.policyId || undefined,
      azureVmId: (details.azureVirtualMachineId ?? details.targetVmId) || undefined,
      targetResourceGroupId: (details.targetResourceGroupId ?? details.recoveryAzureResourceGroupId) || undefined,
      // On the way back the name is that of the machine on the site.
      targetVmName: details.instanceType === 'InMageRcm' ? details.targetVmName || undefined : undefined,
      multiVmGroupName: details.multiVmGroupName || undefined,
      lastFailover: moment(properties.lastSuccessfulFailoverTime),
      resyncRequired: truth(details.resyncRequired),
      agent: agentOf(details),
      reprotectAgentId: details.reprotectAgentId || undefined,
      processServerId: details.processServerId || undefined,
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

function capturedDisk(disk: ProtectedDisk): CapturedItem['disks'][number] {
  return {
    id: disk.diskId ?? '',
    name: disk.diskName ?? disk.diskId ?? '',
    isOs: truth(disk.isOSDisk) ?? false,
    capacityBytes: disk.capacityInBytes ?? disk.diskCapacityInBytes ?? 0,
    ...optional({ uuid: disk.diskUuid, initialReplicationComplete: truth(disk.isInitialReplicationComplete) }),
  };
}

function agentOf(details: ProviderDetails): CapturedItem['agent'] {
  const { mobilityAgentDetails: agent, isAgentRegistrationSuccessfulAfterFailover: registered } = details;
  if (agent === undefined && registered === undefined) return undefined;
  return {
    registeredAfterFailover: registered ?? null,
    ...optional({ version: agent?.version, lastHeartbeat: moment(agent?.lastHeartbeatUtc) }),
  };
}

function discovered({ discoveredVmDetails }: ProviderDetails): CapturedItem['discovered'] {
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

function family(details: ProviderDetails): 'Windows' | 'Linux' | undefined {
  const written = details.osType ?? details.osDetails?.osType ?? '';
  if (/windows/i.test(written)) return 'Windows';
  return /linux/i.test(written) ? 'Linux' : undefined;
}

function discoveryOf(written: string | undefined): 'VMware' | 'Physical' | undefined {
  if (written === undefined) return undefined;
  return /physical/i.test(written) ? 'Physical' : 'VMware';
}
