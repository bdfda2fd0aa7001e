import { ticks } from '../arm/moments.ts';
import type { Estate } from '../estate/estate.ts';
import type { ItemHealthError, MachineState } from '../estate/machine.ts';
import type { Instant } from '../virtual-clock.ts';
import { classicBackDetails, classicForwardDetails } from './classic-details.ts';
import { failbackDetails } from './failback-details.ts';
import { failoverRecoveryPoint } from './failover-point.ts';
import { forwardDetails } from './forward-details.ts';
import type { ItemView } from './item-view.ts';
import { providerId } from './provider-id.ts';
import { fabricFriendlyName } from './render-fabric.ts';
import { currentScenario } from './replication-details.ts';
import { homeOf, lastOf, optionalServiceId, serviceId, vaultId } from './service-ids.ts';

/** A protected item as the service answers it. */
export function renderItem(view: ItemView) {
  const { estate, machine, state, at } = view;
  const home = homeOf(state.itemId);
  const vault = vaultId(estate);
  const back = state.shown.instanceType === 'InMageRcmFailback' || state.shown.instanceType === 'InMage';
  const modernized = machine.architecture === 'modernized';
  const fabric = fabricFriendlyName(estate, home.fabricId, home.fabricName);
  // A classic container is called as its configuration server is, too. Recorded.
  const container = modernized || fabric === home.fabricName ? home.containerName : fabric;
  const recovery = back
    ? { name: fabric, id: home.fabricId, container, containerId: home.containerId }
    : {
        name: 'Microsoft Azure',
        id: 'Microsoft Azure',
        container: 'Microsoft Azure',
        containerId: azureContainerId(estate, vault),
      };
  const details = detailsOf(view);
  return {
    id: spelled(serviceId(state.itemId), estate),
    name: lastOf(state.itemId),
    type: 'Microsoft.RecoveryServices/vaults/replicationFabrics/replicationProtectionContainers/replicationProtectedItems',
    properties: {
      friendlyName: machine.item.friendlyName,
      protectedItemType: '',
      protectableItemId: modernized
        ? null
        : `${home.containerId}/replicationProtectableItems/${state.internalIdentifier}`,
      recoveryServicesProviderId: modernized
        ? `${home.fabricId}/replicationRecoveryServicesProviders/${estate.inventory.appliances?.[0]?.processServerId ?? estate.chance.guid('provider')}`
        : providerId(estate, home.fabricId),
      primaryFabricFriendlyName: fabric,
      primaryFabricProvider: modernized ? 'InMageRcmFabric' : 'VMware',
      recoveryFabricFriendlyName: recovery.name,
      recoveryFabricId: recovery.id,
      primaryProtectionContainerFriendlyName: container,
      recoveryProtectionContainerFriendlyName: recovery.container,
      protectionState: protectionState(state, at),
      protectionStateDescription: description(state, at),
      activeLocation: state.shown.activeLocation,
      testFailoverState: 'None',
      testFailoverStateDescription: 'None',
      switchProviderState: 'None',
      switchProviderStateDescription: null,
      allowedOperations: state.shown.allowedOperations,
      replicationHealth: state.replicationHealth,
      failoverHealth: machine.item.failoverHealth ?? 'Normal',
      healthErrors: state.healthErrors.map(renderHealthError),
      policyId: optionalServiceId(state.policyId) ?? '',
      policyFriendlyName: state.policyId === undefined ? '' : lastOf(state.policyId),
      ...(state.lastFailover === undefined ? {} : { lastSuccessfulFailoverTime: ticks(state.lastFailover) }),
      currentScenario: currentScenario(vault, estate.knobs.currentScenario === 'filled' ? state.job : undefined),
      failoverRecoveryPointId: failoverRecoveryPoint(view),
      providerSpecificDetails: details,
      recoveryContainerId: recovery.containerId,
      eventCorrelationId: estate.chance.guid('events', machine.key, state.internalIdentifier),
    },
  };
}

/** Ids compare without case, so a service may spell them as it likes. */
function spelled(id: string, { knobs: { idCase } }: Estate): string {
  return idCase === 'recorded' ? id : idCase === 'lower' ? id.toLowerCase() : id.toUpperCase();
}

function detailsOf(view: ItemView) {
  switch (view.state.shown.instanceType) {
    case 'InMageRcmFailback':
      return failbackDetails(view);
    case 'InMage':
      return classicBackDetails(view);
    case 'InMageAzureV2':
      return classicForwardDetails(view);
    default:
      return forwardDetails(view);
  }
}

/** Between the last byte and the first recovery point in Azure an item waits in a state of its own. Recorded. */
function waitsForPoint(state: MachineState, at: Instant): boolean {
  return state.phase === 'replicating-forward' && state.replication !== undefined && at >= state.replication.endsAt;
}

function protectionState(state: MachineState, at: Instant): string {
  return waitsForPoint(state, at) ? 'InitialReplicationRecoveryCompletionPending' : state.shown.protectionState;
}

function description(state: MachineState, at: Instant): string {
  return waitsForPoint(state, at) ? 'Waiting for first recovery point' : state.shown.description;
}

function renderHealthError(error: ItemHealthError) {
  return {
    innerHealthErrors: [],
    errorSource: 'ReplicationUnitProviderErrorOnPrimary',
    errorType: 'Replication',
    errorLevel: error.level,
    errorCategory: 'Replication',
    errorCode: error.code,
    summaryMessage: error.message,
    errorMessage: error.message,
    possibleCauses: error.possibleCauses,
    recommendedAction: error.recommendedAction,
    creationTimeUtc: ticks(error.since),
    recoveryProviderErrorMessage: null,
    entityId: null,
    errorId: error.errorId ?? error.code,
    customerResolvability: 'NotAllowed',
  };
}

function azureContainerId(estate: Estate, vault: string): string {
  const fabric = estate.chance.guid('azure-fabric', vault.toLowerCase()).replaceAll('-', '');
  return `${vault}/replicationFabrics/${fabric}/replicationProtectionContainers/${estate.chance.guid('azure-container')}`;
}
