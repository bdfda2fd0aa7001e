import type { Id } from './modernized-bodies.ts';
import type { ProcessServerReference } from './references.ts';

/**
 * Request bodies of the classic architecture, as recorded on the wire. Here `instanceType` names the provider that the
 * item will have: `InMage` towards the site, `InMageAzureV2` towards Azure.
 * @source recordings of Azure PowerShell's own tests: V2ATestReprotect, V2ATestFailback
 */

/** Label of the volume on Azure's temporary disk, by which the service knows it. */
export const TEMPORARY_VOLUME = 'Temporary Storage';

/** POST item/reProtect, from Azure to the site. Azure's temporary disk is left out, as Microsoft's client does. */
export function classicReprotectBody(details: {
  readonly masterTargetId: Id;
  readonly processServerId: Id | ProcessServerReference;
  readonly retentionDrive: Id;
  readonly runAsAccountId: Id | undefined;
  readonly datastoreName: Id;
  readonly profileId: Id;
}) {
  return {
    properties: {
      failoverDirection: 'RecoveryToPrimary',
      providerSpecificDetails: {
        instanceType: 'InMage',
        masterTargetId: details.masterTargetId,
        processServerId: named(details.processServerId),
        retentionDrive: details.retentionDrive,
        ...(details.runAsAccountId === undefined ? {} : { runAsAccountId: details.runAsAccountId }),
        datastoreName: details.datastoreName,
        diskExclusionInput: {
          volumeOptions: [{ volumeLabel: TEMPORARY_VOLUME, onlyExcludeIfSingleVolume: 'Yes' }],
        },
        profileId: details.profileId,
      },
    },
  };
}

export type ClassicRecoveryPoint =
  | { readonly recoveryPointType: 'LatestTime' | 'LatestTag' }
  | { readonly recoveryPointType: 'Custom'; readonly recoveryPointId: string };

/** POST item/unplannedFailover: the failback itself. It cannot be cancelled. */
export function classicFailoverBody(point: ClassicRecoveryPoint) {
  return {
    properties: {
      failoverDirection: 'PrimaryToRecovery',
      sourceSiteOperations: 'NotRequired',
      providerSpecificDetails: { instanceType: 'InMage', ...point },
    },
  };
}

/** POST item/reProtect, from the site to Azure again. Every field is optional in the schema; what is known is sent. */
export function classicProtectBody(details: {
  readonly processServerId: Id | undefined;
  readonly runAsAccountId: Id | undefined;
  readonly policyId: Id;
  readonly logStorageAccountId: Id | undefined;
}) {
  return {
    properties: {
      failoverDirection: 'RecoveryToPrimary',
      providerSpecificDetails: {
        instanceType: 'InMageAzureV2',
        ...(details.processServerId === undefined ? {} : { processServerId: details.processServerId }),
        ...(details.runAsAccountId === undefined ? {} : { runAsAccountId: details.runAsAccountId }),
        policyId: details.policyId,
        ...(details.logStorageAccountId === undefined ? {} : { logStorageAccountId: details.logStorageAccountId }),
      },
    },
  };
}

/** As plain data: an interface has no index signature, and JSON asks for one. */
function named(id: Id | ProcessServerReference) {
  return typeof id === 'object' && id !== null ? { ...id } : id;
}
