import { ticks } from '../arm/moments.ts';
import type { Instant } from '../virtual-clock.ts';
import { failoverRecoveryPoint } from './failover-point.ts';
import { forwardCard, forwardDisks } from './forward-disks.ts';
import { heartbeat } from './heartbeat.ts';
import type { ItemView } from './item-view.ts';
import { lastCrashConsistentPoint } from './recovery-points.ts';
import { replicationSummary } from './replication-details.ts';
import { serviceAddresses } from './service-addresses.ts';
import { optionalServiceId } from './service-ids.ts';

/** `InMageRcm`: what the item says of itself while it is protected to Azure, and after it failed over there. */
export function forwardDetails(view: ItemView) {
  const { estate, machine, state, at } = view;
  const { item } = machine;
  const { inventory, chance } = estate;
  const vm = estate.azure.vm(state.azureVmId);
  const appliance = inventory.appliances?.find(
    (one) => one.processServerId?.toLowerCase() === state.processServerId?.toLowerCase(),
  );
  const site = inventory.fabrics?.[0]?.vmwareSiteId;
  const address = item.discovered?.ipAddresses[0];
  const point = lastPoint(view);
  return {
    instanceType: 'InMageRcm',
    internalIdentifier: state.internalIdentifier,
    fabricDiscoveryMachineId: site === undefined ? null : `${site}/machines/${item.name}`,
    multiVmGroupName: item.multiVmGroupName ?? null,
    discoveryType: item.discoveryType === 'Physical' ? 'Physical' : 'VCenter',
    processServerId: state.processServerId ?? null,
    processorCoreCount: 4,
    allocatedMemoryInMB: 16_384,
    processServerName: appliance?.name ?? null,
    runAsAccountId: state.runAsAccountId ?? inventory.runAsAccounts?.[0]?.id ?? null,
    osType: item.osType ?? null,
    firmwareType: 'BIOS',
    primaryNicIpAddress: address ?? null,
    targetGeneration: 'V1',
    licenseType: 'NotSpecified',
    storageAccountId: null,
    targetVmName: item.friendlyName,
    targetVmSize: vm?.captured.size ?? null,
    targetResourceGroupId: item.targetResourceGroupId ?? null,
    targetLocation: vm?.captured.location ?? inventory.vault?.location ?? null,
    targetAvailabilitySetId: '',
    targetAvailabilityZone: '',
    targetProximityPlacementGroupId: '',
    targetBootDiagnosticsStorageAccountId: inventory.storageAccounts?.[0]?.id ?? null,
    targetNetworkId:
      item.targetResourceGroupId === undefined
        ? null
        : `${item.targetResourceGroupId}/providers/Microsoft.Network/virtualNetworks/vnet-recovery`,
    testNetworkId: '',
    failoverRecoveryPointId: failoverRecoveryPoint(view),
    ...(point === undefined
      ? {}
      : {
          lastRecoveryPointReceived: ticks(point.at),
          lastRpoInSeconds: 222,
          lastRpoCalculatedTime: ticks(point.at + 222_000),
          lastRecoveryPointId: point.id,
        }),
    ...replicationSummary(state.replication, at, state.phase === 'replicating-forward'),
    resyncRequired: String(state.resyncRequired),
    resyncState: 'None',
    agentUpgradeState: 'None',
    lastAgentUpgradeType: null,
    agentUpgradeJobId: null,
    agentUpgradeAttemptToVersion: null,
    protectedDisks: view.inList ? [] : forwardDisks(view),
    isLastUpgradeSuccessful: 'false',
    isAgentRegistrationSuccessfulAfterFailover: agentRegistered(view),
    mobilityAgentDetails: {
      version: item.agent?.version ?? null,
      latestVersion: null,
      latestAgentReleaseDate: null,
      driverVersion: item.agent?.version ?? null,
      latestUpgradableVersionWithoutReboot: null,
      lastHeartbeatUtc: heartbeat(inventory, item.agent?.lastHeartbeat, at),
      reasonsBlockingUpgrade: ['AlreadyOnLatestVersion'],
      isUpgradeable: 'false',
    },
    lastAgentUpgradeErrorDetails: [],
    agentUpgradeBlockingErrorDetails: view.inList ? [] : upgradeBlocked(view),
    vmNics: view.inList ? [] : [forwardCard(address ?? null, chance.guid('nic', machine.key))],
    discoveredVmDetails: discovered(view),
  };
}

/** After a failover to Azure the last point is the one that was used in it, some minutes older. */
function lastPoint(view: ItemView): { readonly id: string; readonly at: Instant } | undefined {
  const used = failoverRecoveryPoint(view);
  const { lastFailover } = view.state;
  return used === null || lastFailover === undefined
    ? lastCrashConsistentPoint(view)
    : { id: used, at: lastFailover - 327_000 };
}

/** The agent is as new as it can be, which the service tells as an error. Recorded. */
function upgradeBlocked({ machine, estate }: ItemView) {
  const version = machine.item.agent?.version;
  if (version === undefined) return [];
  const vmName = machine.item.friendlyName;
  return [
    {
      errorCode: 'InMageRcmUpgradeBlockedAlreadyOnLatestVersion',
      errorMessage: `The Mobility agent of source machine '${vmName}' cannot be updated.`,
      possibleCauses: `The Mobility agent of source machine '${vmName}' is already on latest version '${version}'.`,
      recommendedAction: 'No action is needed as agent is already on the latest version.',
      errorMessageParameters: {
        vmName,
        rcmUri: serviceAddresses(estate).controlPlaneUri,
        applianceName: estate.inventory.appliances?.[0]?.name ?? '',
        agentVersion: version,
        latestVersion: null,
      },
      errorTags: { category: 'ClientError' },
    },
  ];
}

function agentRegistered({ estate, machine, state, at }: ItemView): boolean | null {
  const failedOver = state.phase === 'failed-over' || state.phase === 'failover-committed';
  if (!failedOver && state.phase !== 'as-captured') return null;
  const captured = machine.item.agent?.registeredAfterFailover ?? null;
  const within = estate.knobs.agentRegistrationSeconds;
  if (captured !== false || within === null || state.lastFailover === undefined) return captured;
  return at >= state.lastFailover + within * 1000;
}

function discovered({ estate, machine, state, at }: ItemView) {
  const { discovered: found } = machine.item;
  if (found === null) return null;
  const home = state.phase === 'replicating-forward' || state.phase === 'protected-forward';
  return {
    vCenterId: optionalServiceId(found.vcenterId)?.replace('/Subscriptions/', '/subscriptions/') ?? null,
    vCenterFqdn: '',
    datastores: found.datastores,
    ipAddresses: found.ipAddresses,
    vmwareToolsStatus: 'OK',
    powerStatus: home ? 'ON' : (found.powerStatus?.toUpperCase() ?? null),
    vmFqdn: machine.item.friendlyName,
    osName: machine.item.osName ?? null,
    createdTimestamp: estate.inventory.capturedAt,
    updatedTimestamp: estate.inventory.capturedAt,
    isDeleted: false,
    lastDiscoveryTimeInUtc: ticks(at - (at % 900_000)),
  };
}
