/**
 * Request bodies of the modernized architecture, as recorded on the wire.
 *
 * The names look swapped, and are not: `InMageRcm` reprotects towards the site, `InMageRcmFailback` fails over and
 * protects to Azure again. Commit and cancel have no body.
 * @source recordings of Azure PowerShell's own tests: TestV2ARCMReprotect, TestV2ARCMFailback, TestV2ARCM540Reprotect
 */

/** An id that is not known yet is null; such a plan is blocked, so the null never travels. */
export type Id = string | null;

/** POST item/reProtect, from Azure to the site. */
export function reprotectBody(details: {
  readonly reprotectAgentId: Id;
  readonly datastoreName: Id;
  readonly logStorageAccountId: Id;
  readonly policyId: Id;
}) {
  return {
    properties: {
      failoverDirection: 'RecoveryToPrimary',
      providerSpecificDetails: {
        instanceType: 'InMageRcm',
        reprotectAgentId: details.reprotectAgentId,
        datastoreName: details.datastoreName,
        logStorageAccountId: details.logStorageAccountId,
        policyId: details.policyId,
      },
    },
  };
}

/** POST item/plannedFailover. There is no direction: the item knows only one. */
export function plannedFailoverBody(recoveryPointType: 'CrashConsistent' | 'ApplicationConsistent') {
  return { properties: { providerSpecificDetails: { instanceType: 'InMageRcmFailback', recoveryPointType } } };
}

/**
 * POST item/reProtect, from the site to Azure again. The recording has no direction; Azure PowerShell's cmdlet has since
 * come to ask for `PrimaryToRecovery`, and whether it sends it could not be verified. What was recorded is what we send.
 */
export function protectBody(details: {
  readonly processServerId: Id;
  readonly runAsAccountId: Id | undefined;
  readonly policyId: Id;
}) {
  return {
    properties: {
      providerSpecificDetails: {
        instanceType: 'InMageRcmFailback',
        processServerId: details.processServerId,
        ...(details.runAsAccountId === undefined ? {} : { runAsAccountId: details.runAsAccountId }),
        policyId: details.policyId,
      },
    },
  };
}
