import type { Architecture } from '../runbook/runbook.ts';

const VAULTS = 'Microsoft.RecoveryServices/vaults';
const FABRICS = `${VAULTS}/replicationFabrics`;
const ITEM = `${FABRICS}/replicationProtectionContainers/replicationProtectedItems`;
const COMPUTE = 'Microsoft.Compute';
const NETWORK = 'Microsoft.Network';

/** What a run asks of Azure, by the operation for which it asks. */
export type AzureOperation =
  | 'look'
  | 'reprotect'
  | 'planned-failover'
  | 'unplanned-failover'
  | 'cancel-failover'
  | 'commit'
  | 'protect'
  | 'update-traffic-endpoint'
  | 'delete-network-interface'
  | 'delete-public-address'
  | 'delete-disk'
  | 'create-network-interface'
  | 'create-process-server'
  | 'remove-process-server'
  | 'run-inside';

/**
 * The actions of Azure's role definitions that each operation needs, and nothing else does. FB190 compares them with what
 * whoever captured may do, `failback permissions` makes a role of them, and the page about rights is written from them.
 *
 * @source the paths of the REST specification, as Azure names actions; which more the service asks of its caller behind
 * them (linked access) is documented for enabling replication only
 */
export const azureActions: Readonly<Record<AzureOperation, readonly string[]>> = {
  look: [
    `${VAULTS}/read`,
    `${FABRICS}/read`,
    `${ITEM}/read`,
    `${ITEM}/recoveryPoints/read`,
    `${VAULTS}/replicationJobs/read`,
    `${VAULTS}/replicationPolicies/read`,
    `${COMPUTE}/virtualMachines/read`,
    `${COMPUTE}/virtualMachines/instanceView/read`,
    `${NETWORK}/networkInterfaces/read`,
  ],
  reprotect: [`${ITEM}/reProtect/action`],
  'planned-failover': [`${ITEM}/plannedFailover/action`],
  'unplanned-failover': [`${ITEM}/unplannedFailover/action`],
  'cancel-failover': [`${ITEM}/failoverCancel/action`],
  commit: [`${ITEM}/failoverCommit/action`],
  protect: [`${ITEM}/reProtect/action`],
  'update-traffic-endpoint': [
    `${NETWORK}/trafficManagerProfiles/read`,
    `${NETWORK}/trafficManagerProfiles/azureEndpoints/write`,
    `${NETWORK}/trafficManagerProfiles/externalEndpoints/write`,
    `${NETWORK}/trafficManagerProfiles/nestedEndpoints/write`,
  ],
  'delete-network-interface': [`${NETWORK}/networkInterfaces/read`, `${NETWORK}/networkInterfaces/delete`],
  'delete-public-address': [`${NETWORK}/publicIPAddresses/read`, `${NETWORK}/publicIPAddresses/delete`],
  'delete-disk': [`${COMPUTE}/disks/read`, `${COMPUTE}/disks/delete`],
  'create-network-interface': [
    `${NETWORK}/networkInterfaces/read`,
    `${NETWORK}/networkInterfaces/write`,
    `${NETWORK}/virtualNetworks/subnets/join/action`,
  ],
  'create-process-server': [
    `${COMPUTE}/virtualMachines/read`,
    `${COMPUTE}/virtualMachines/write`,
    `${NETWORK}/networkInterfaces/join/action`,
  ],
  'remove-process-server': [`${COMPUTE}/virtualMachines/read`, `${COMPUTE}/virtualMachines/delete`],
  'run-inside': [
    `${COMPUTE}/virtualMachines/read`,
    `${COMPUTE}/virtualMachines/runCommands/read`,
    `${COMPUTE}/virtualMachines/runCommands/write`,
    `${COMPUTE}/virtualMachines/runCommands/delete`,
  ],
};

/** What any run of an architecture calls on the vault, the way back from a failover included. */
export function vaultActions(architecture: Architecture): readonly string[] {
  const operations: readonly AzureOperation[] =
    architecture === 'modernized'
      ? ['reprotect', 'planned-failover', 'cancel-failover', 'commit']
      : ['reprotect', 'unplanned-failover', 'commit'];
  return [
    `${ITEM}/read`,
    ...operations.flatMap((operation) => azureActions[operation]),
    `${VAULTS}/replicationJobs/read`,
  ];
}
