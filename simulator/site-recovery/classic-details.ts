import { ticks } from '../arm/moments.ts';
import { totalProgress } from '../estate/replication.ts';
import { shortened } from './classic-beat.ts';
import { classicDisk, pendingInAll, stageOf } from './classic-disks.ts';
import { heartbeat } from './heartbeat.ts';
import type { ItemView } from './item-view.ts';
import { lastCrashConsistentPoint, recoveryPointsOf } from './recovery-points.ts';
import { homeOf } from './service-ids.ts';

/** `InMageAzureV2`: a classic item while it is protected to Azure, and after it failed over there. The keys are recorded. */
export function classicForwardDetails(view: ItemView) {
  const { estate, machine, state, at } = view;
  const { item } = machine;
  const vm = estate.azure.vm(state.azureVmId);
  const running = state.phase === 'replicating-forward';
  const server = estate.classic.processServer(state.processServerId);
  const points = recoveryPointsOf(view);
  return {
    ...common(view),
    instanceType: 'InMageAzureV2',
    resyncProgressPercentage:
      running && state.replication !== undefined ? totalProgress(state.replication, at).percentage : 0,
    agentVersion: item.agent?.version ?? null,
    isAgentUpdateRequired: 'NotRequired',
    isRebootAfterUpdateRequired: 'NotRequired',
    processServerName: server?.name ?? null,
    protectedDisks: view.inList ? [] : item.disks.map((disk) => classicDisk(view, disk, 'MegaBytes')),
    osType: item.osType ?? null,
    vhdName: null,
    osDiskId: item.disks.find(({ isOs }) => isOs)?.id ?? null,
    azureVMDiskDetails: null,
    recoveryAzureVMName: item.targetVmName ?? item.friendlyName,
    recoveryAzureVMSize: vm?.captured.size ?? null,
    recoveryAzureStorageAccount: null,
    recoveryAzureLogStorageAccountId: state.logStorageAccountId ?? estate.inventory.storageAccounts?.[0]?.id ?? null,
    recoveryAzureResourceGroupId: item.targetResourceGroupId ?? null,
    selectedRecoveryAzureNetworkId: null,
    enableRdpOnTargetOption: 'Never',
    datastores: item.discovered?.datastores ?? [],
    targetVmId: state.azureVmId ?? null,
    recoveryAvailabilitySetId: '',
    useManagedDisks: 'true',
    licenseType: 'NoLicenseType',
    osVersion: item.osName ?? null,
    firmwareType: item.firmware ?? null,
    ...(points[0] === undefined ? {} : { lastRecoveryPointReceived: ticks(points[0].at) }),
  };
}

/** `InMage`: a classic item while it replicates home and after it failed back. The keys are recorded. */
export function classicBackDetails(view: ItemView) {
  const { estate, machine, state, at } = view;
  const { item } = machine;
  const running = state.phase === 'replicating-back';
  const home = state.phase === 'failed-back' || state.phase === 'failback-committed';
  return {
    ...common(view),
    instanceType: 'InMage',
    activeSiteType: home ? 'On-Premises' : 'Azure',
    osDetails: null,
    resyncDetails: {
      initialReplicationType: 'InitialReplication',
      initialReplicationProgressPercentage: String(
        running && state.replication !== undefined ? totalProgress(state.replication, at).percentage : 0,
      ),
    },
    retentionWindowStart: state.protectedSince === undefined ? null : ticks(state.protectedSince),
    retentionWindowEnd: state.protectedSince === undefined ? null : (lastPoint(view) ?? ticks(at)),
    protectedDisks: view.inList ? [] : item.disks.map((disk) => classicDisk(view, disk, 'MB')),
    consistencyPoints: view.inList ? null : consistencyPoints(view),
    rebootAfterUpdateStatus: null,
    datastores: state.datastore === undefined ? [] : [state.datastore],
    agentDetails: {
      agentVersion: item.agent?.version ?? null,
      agentUpdateStatus: 'NotRequired',
      postUpdateRebootStatus: 'NotRequired',
    },
    azureStorageAccountId: state.logStorageAccountId ?? estate.inventory.storageAccounts?.[0]?.id ?? null,
    osVersion: null,
    isAdditionalStatsAvailable: running,
    totalDataTransferred: state.replication === undefined ? 0 : totalProgress(state.replication, at).processedBytes,
    totalProgressHealth: running ? 'InProgress' : 'None',
  };
}

/** By their names, newest first. That names are the keys is assumed: lists were recorded with null. */
function consistencyPoints(view: ItemView): Record<string, string> {
  const points = recoveryPointsOf(view).slice(0, 24);
  return Object.fromEntries(points.map(({ id, at }) => [id.slice(id.lastIndexOf('/') + 1), ticks(at)]));
}

function lastPoint(view: ItemView): string | undefined {
  const point = lastCrashConsistentPoint(view);
  return point === undefined ? undefined : ticks(point.at);
}

function common(view: ItemView) {
  const { estate, machine, state, at } = view;
  const { item } = machine;
  const running = state.phase === 'replicating-back' || state.phase === 'replicating-forward';
  // While a machine replicates for the first time, the machine itself counts as not protected yet. Recorded.
  const [vmState, vmDescription] = running
    ? ['UnprotectedStatesBegin', 'Enabling protection']
    : [state.shown.protectionState, state.shown.description];
  const group = item.multiVmGroupName ?? estate.chance.guid('group', machine.key, state.internalIdentifier);
  const rate = running ? 0 : 1 + Math.round(pendingInAll(view) * 100) / 100;
  return {
    infrastructureVmId: state.internalIdentifier,
    vCenterInfrastructureId: item.discovered?.vcenterId ?? null,
    protectionStage: stageOf(view),
    vmId: state.internalIdentifier,
    vmProtectionState: vmState,
    vmProtectionStateDescription: vmDescription,
    rpoInSeconds: running ? 0 : 76,
    compressedDataRateInMB: rate,
    uncompressedDataRateInMB: rate,
    ipAddress: addressOf(view),
    lastHeartbeat: shortened(heartbeat(estate.inventory, item.agent?.lastHeartbeat, at)),
    processServerId: state.processServerId ?? null,
    masterTargetId: state.masterTargetId ?? null,
    multiVmGroupId: item.multiVmGroupId ?? group,
    multiVmGroupName: group,
    multiVmSyncStatus: 'Enabled',
    diskResized: item.disks.some(({ resized }) => resized === true) ? 'true' : 'false',
    sourceVmCpuCount: 0,
    sourceVmRamSizeInMB: 0,
    vmNics: cards(view),
    discoveryType: item.discoveryType === 'Physical' ? 'Physical' : 'vCenter',
    validationErrors: [],
    lastRpoCalculatedTime: ticks(at - (at % 60_000)),
    lastUpdateReceivedTime: ticks(at),
    replicaId: state.previousIdentifier ?? `${state.internalIdentifier}_replica_${homeOf(state.itemId).containerName}`,
  };
}

/** In Azure a machine has the address of its first card there. */
function addressOf({ estate, machine, state }: ItemView): string | null {
  const inAzure = state.shown.instanceType === 'InMage' && state.shown.activeLocation === 'Primary';
  const [card] = inAzure ? (estate.azure.vm(state.azureVmId)?.captured.networkInterfaceIds ?? []) : [];
  const there = estate.azure.interfaces.get(card?.toLowerCase() ?? '')?.privateAddress;
  return there ?? machine.item.discovered?.ipAddresses[0] ?? null;
}

/** Classic lists have the cards, unlike modernized ones. Recorded. */
function cards({ estate, machine, state }: ItemView) {
  const back = state.shown.instanceType === 'InMage';
  const guid = estate.chance.guid('nic', machine.key);
  const mac = [0, 2, 4].map((index) => guid.slice(index, index + 2).toUpperCase()).join(':');
  return [
    {
      nicId: `${back ? '00:0D:3A' : '00:50:56'}:${mac}`,
      replicaNicId: null,
      sourceNicArmId: null,
      vMNetworkName: back ? 'Microsoft Hyper-V Network Adapter' : 'vmxnet3 Ethernet Adapter',
      recoveryVMNetworkId: null,
      selectionType: back ? 'NotSelected' : 'SelectedByDefault',
    },
  ];
}
