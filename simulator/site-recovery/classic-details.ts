import { ticks } from '../arm/moments.ts';
import { totalProgress } from '../estate/replication.ts';
import { heartbeat } from './heartbeat.ts';
import type { ItemView } from './item-view.ts';
import { lastCrashConsistentPoint } from './recovery-points.ts';
import { optionalServiceId } from './service-ids.ts';

/** `InMageAzureV2`: a classic item while it is protected to Azure, and after it failed over there. */
export function classicForwardDetails(view: ItemView) {
  const { estate, machine, state, at } = view;
  const { item } = machine;
  const vm = estate.azure.vm(state.azureVmId);
  return {
    ...common(view),
    instanceType: 'InMageAzureV2',
    protectionStage: state.phase === 'replicating-forward' ? 'InitialSync' : 'DifferentialSync',
    agentVersion: item.agent?.version ?? null,
    processServerName: null,
    protectedDisks: [],
    osType: item.osType ?? null,
    recoveryAzureVMName: item.friendlyName,
    recoveryAzureVMSize: vm?.captured.size ?? null,
    recoveryAzureResourceGroupId: item.targetResourceGroupId ?? null,
    targetVmId: state.azureVmId ?? null,
    useManagedDisks: 'true',
    lastHeartbeat: heartbeat(estate.inventory, item.agent?.lastHeartbeat, at),
  };
}

/** `InMage`: a classic item while it replicates home and after it failed back. */
export function classicBackDetails(view: ItemView) {
  const { estate, machine, state, at } = view;
  const point = lastCrashConsistentPoint(view);
  const running = state.phase === 'replicating-back';
  return {
    ...common(view),
    instanceType: 'InMage',
    activeSiteType: state.phase === 'failed-back' || state.phase === 'failback-committed' ? 'On-Premises' : 'Azure',
    protectionStage: running ? 'InitialSync' : 'DifferentialSync',
    resyncDetails: {
      initialReplicationType: running ? 'InitialSync' : '',
      initialReplicationProgressPercentage:
        running && state.replication !== undefined ? String(totalProgress(state.replication, at).percentage) : '',
    },
    protectedDisks: view.inList
      ? []
      : machine.item.disks.map((disk) => ({
          diskId: disk.id,
          diskName: disk.name,
          protectionStage: running ? 'InitialSync' : 'DifferentialSync',
          resyncRequired: String(state.resyncRequired),
          diskCapacityInBytes: disk.capacityBytes,
          sourceDataInMB: 0,
          psDataInMB: 0,
          targetDataInMB: 0,
        })),
    consistencyPoints: point === undefined ? {} : { [point.id.slice(point.id.lastIndexOf('/') + 1)]: ticks(point.at) },
    datastores: state.datastore === undefined ? [] : [state.datastore],
    lastHeartbeat: heartbeat(estate.inventory, machine.item.agent?.lastHeartbeat, at),
    agentDetails: { agentVersion: machine.item.agent?.version ?? null },
  };
}

function common({ estate, machine, state }: ItemView) {
  return {
    vmId: state.internalIdentifier,
    vmProtectionState: state.shown.protectionState,
    vmProtectionStateDescription: state.shown.description,
    ipAddress: machine.item.discovered?.ipAddresses[0] ?? null,
    processServerId: state.processServerId ?? null,
    masterTargetId: null,
    multiVmGroupName: machine.item.multiVmGroupName ?? null,
    vmNics: [],
    discoveryType: machine.item.discoveryType === 'Physical' ? 'Physical' : 'vCenter',
    vCenterInfrastructureId: optionalServiceId(machine.item.discovered?.vcenterId),
    validationErrors: [],
    replicaId: estate.chance.guid('replica', machine.key),
  };
}
