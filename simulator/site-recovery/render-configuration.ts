import type { Inventory } from '../../core/inventory/inventory.ts';
import type { Estate } from '../estate/estate.ts';
import { providerOf } from '../estate/phase.ts';
import { fabricFriendlyName } from './render-fabric.ts';
import { lastOf, optionalServiceId, serviceId } from './service-ids.ts';

type CapturedPolicy = NonNullable<Inventory['policies']>[number];
type CapturedMapping = NonNullable<Inventory['mappings']>[number];

export function renderContainer(estate: Estate, id: string) {
  const fabricName = lastOf(id.replace(/\/replicationProtectionContainers\/.*$/i, ''));
  const fabric = estate.inventory.fabrics?.find((one) => one.name.toLowerCase() === fabricName.toLowerCase());
  const friendlyName = fabric === undefined ? fabricName : fabricFriendlyName(estate, fabric.id, fabricName);
  return {
    id: serviceId(id),
    name: lastOf(id),
    type: 'Microsoft.RecoveryServices/vaults/replicationFabrics/replicationProtectionContainers',
    properties: {
      fabricFriendlyName: friendlyName,
      friendlyName: friendlyName === fabricName ? lastOf(id) : friendlyName,
      fabricType: fabric?.instanceType ?? 'InMageRcm',
      protectedItemCount: estate.machines.filter((one) => one.key.startsWith(`${id.toLowerCase()}/`)).length,
      pairingStatus: 'Paired',
      role: 'Primary',
      fabricSpecificDetails: null,
    },
  };
}

export function renderPolicy(policy: CapturedPolicy) {
  return {
    id: serviceId(policy.id),
    name: policy.name,
    type: 'Microsoft.RecoveryServices/vaults/replicationPolicies',
    properties: { friendlyName: policy.name, providerSpecificDetails: policyDetails(policy.instanceType) },
  };
}

const forwardMapping = { providerSpecificDetails: { instanceType: 'InMageRcm', enableAgentAutoUpgrade: 'true' } };

/** The figures of a policy were not captured; these are the service's own defaults. */
function policyDetails(instanceType: string) {
  switch (instanceType) {
    case 'InMageRcm':
      return {
        instanceType,
        recoveryPointHistoryInMinutes: 1440,
        appConsistentFrequencyInMinutes: 60,
        crashConsistentFrequencyInMinutes: 5,
        enableMultiVmSync: 'true',
      };
    case 'InMageRcmFailback':
      return { instanceType, appConsistentFrequencyInMinutes: 60, crashConsistentFrequencyInMinutes: 5 };
    case 'InMage':
      return {
        instanceType,
        recoveryPointThresholdInMinutes: 15,
        recoveryPointHistory: 1440,
        appConsistentFrequencyInMinutes: 60,
        multiVmSyncStatus: 'Enabled',
      };
    case 'InMageAzureV2':
      return {
        instanceType,
        crashConsistentFrequencyInMinutes: 5,
        recoveryPointThresholdInMinutes: 15,
        recoveryPointHistory: 1440,
        appConsistentFrequencyInMinutes: 60,
        multiVmSyncStatus: 'Enabled',
      };
    default:
      return { instanceType };
  }
}

export function renderMapping(estate: Estate, mapping: CapturedMapping) {
  const policy = estate.inventory.policies?.find((one) => one.id.toLowerCase() === mapping.policyId.toLowerCase());
  const azure = mapping.targetContainerId === undefined || !mapping.targetContainerId.includes('/');
  const fabricId = mapping.sourceContainerId.replace(/\/replicationProtectionContainers\/.*$/i, '');
  const fabric = fabricFriendlyName(estate, fabricId, lastOf(fabricId));
  // A classic container is called as its configuration server is.
  const container = (id: string) => (fabric === lastOf(fabricId) ? lastOf(id) : fabric);
  const classic = providerOf(policy?.instanceType ?? '')?.architecture === 'classic';
  const back = providerOf(policy?.instanceType ?? '')?.direction === 'back';
  return {
    id: serviceId(mapping.id),
    name: lastOf(mapping.id),
    type: 'Microsoft.RecoveryServices/vaults/replicationFabrics/replicationProtectionContainers/replicationProtectionContainerMappings',
    properties: {
      targetProtectionContainerId: azure ? 'Microsoft Azure' : optionalServiceId(mapping.targetContainerId),
      targetProtectionContainerFriendlyName: azure ? 'Microsoft Azure' : container(mapping.targetContainerId ?? ''),
      ...(classic ? { providerSpecificDetails: null } : back ? {} : forwardMapping),
      health: 'Normal',
      healthErrorDetails: [],
      policyId: serviceId(mapping.policyId),
      state: mapping.state ?? 'Paired',
      sourceProtectionContainerFriendlyName: container(mapping.sourceContainerId),
      sourceFabricFriendlyName: fabric,
      targetFabricFriendlyName: azure ? 'Microsoft Azure' : fabric,
      policyFriendlyName: lastOf(mapping.policyId),
    },
  };
}
