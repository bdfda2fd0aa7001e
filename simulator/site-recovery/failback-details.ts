import { ticks } from '../arm/moments.ts';
import { heartbeat } from './heartbeat.ts';
import type { ItemView } from './item-view.ts';
import { diskReplicationDetails, replicationSummary } from './replication-details.ts';
import { lastOf, optionalServiceId } from './service-ids.ts';

/** `InMageRcmFailback`: what the item says of itself while it replicates home and after it failed back. */
export function failbackDetails(view: ItemView) {
  const { estate, machine, state, at } = view;
  const { item } = machine;
  const appliance = estate.inventory.appliances?.find(
    (one) => one.reprotectAgentId?.toLowerCase() === state.reprotectAgentId?.toLowerCase(),
  );
  return {
    instanceType: 'InMageRcmFailback',
    internalIdentifier: state.internalIdentifier,
    azureVirtualMachineId: state.azureVmId ?? null,
    multiVmGroupName: item.multiVmGroupName ?? null,
    reprotectAgentId: state.reprotectAgentId ?? null,
    reprotectAgentName: appliance?.name ?? null,
    osType: item.osType ?? null,
    logStorageAccountId: state.logStorageAccountId ?? null,
    targetvCenterId: appliance?.vcenterId ?? null,
    targetDataStoreName: state.datastore ?? null,
    targetVmName: item.friendlyName,
    ...replicationSummary(state.replication, at, state.phase === 'replicating-back'),
    resyncRequired: String(state.resyncRequired),
    resyncState: 'None',
    protectedDisks: view.inList ? [] : disks(view),
    mobilityAgentDetails: {
      version: item.agent?.version ?? null,
      latestVersion: null,
      driverVersion: item.agent?.version ?? null,
      latestUpgradableVersionWithoutReboot: null,
      lastHeartbeatUtc: heartbeat(estate.inventory, item.agent?.lastHeartbeat, at),
      reasonsBlockingUpgrade: ['UnsupportedProtectionScenario'],
      isUpgradeable: 'false',
    },
    vmNics: view.inList ? [] : cards(view),
    ...(state.lastPlannedFailover === undefined
      ? {}
      : {
          lastPlannedFailoverStartTime: ticks(state.lastPlannedFailover.startedAt),
          lastPlannedFailoverStatus: state.lastPlannedFailover.status,
        }),
    discoveredVmDetails: null,
    lastUsedPolicyId: optionalServiceId(state.lastUsedPolicyId),
    lastUsedPolicyFriendlyName: state.lastUsedPolicyId === undefined ? null : lastOf(state.lastUsedPolicyId),
    isAgentRegistrationSuccessfulAfterFailover: estate.knobs.agentRegistrationInFailback,
  };
}

function disks({ estate, machine, state, at }: ItemView) {
  const running = state.phase === 'replicating-back';
  const lag = estate.knobs.diskCompletionLagSeconds * 1000;
  const complete = !running && (state.protectedSince === undefined || at >= state.protectedSince + lag);
  return machine.item.disks.map((disk) => {
    const replication = state.replication?.disks.find(({ diskId }) => diskId === disk.id);
    const pending = estate.chance.draw('pending', machine.key, disk.id, Math.floor(at / 60_000));
    return {
      diskId: disk.id,
      diskName: disk.name,
      isOSDisk: String(disk.isOs),
      capacityInBytes: disk.capacityBytes,
      diskUuid: disk.uuid ?? null,
      dataPendingInLogDataStoreInMB: 0,
      dataPendingAtSourceAgentInMB: Math.round(pending * 2048) / 1024,
      isInitialReplicationComplete: String(complete),
      ...(running && state.replication !== undefined && replication !== undefined
        ? { irDetails: diskReplicationDetails(state.replication, replication, at) }
        : {}),
    };
  });
}

function cards({ estate, machine, state }: ItemView) {
  const vm = estate.azure.vm(state.azureVmId);
  return (vm?.captured.networkInterfaceIds ?? []).map((id) => ({
    macAddress: macAddress(estate.chance.guid('mac', machine.key, id)),
    networkName: null,
    adapterType: null,
    sourceIpAddress: estate.azure.interfaces.get(id.toLowerCase())?.privateAddress ?? null,
  }));
}

function macAddress(guid: string): string {
  return `00:0D:3A:${[0, 2, 4].map((index) => guid.slice(index, index + 2).toUpperCase()).join(':')}`;
}
