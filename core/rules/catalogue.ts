import { classicIsRetired } from './fb001-classic-is-retired.ts';
import { notFailedOver } from './fb002-not-failed-over.ts';
import { completeMigration } from './fb003-complete-migration.ts';
import { azureMachineDeleted } from './fb004-azure-machine-deleted.ts';
import { azureMachineMoved } from './fb005-azure-machine-moved.ts';
import { notProtected } from './fb006-not-protected.ts';
import { azureMachineNotRunning } from './fb008-azure-machine-not-running.ts';
import { agentNotRegistered } from './fb009-agent-not-registered.ts';
import { physicalSource } from './fb010-physical-source.ts';
import { targetNotEsxi } from './fb012-target-not-esxi.ts';
import { freeEsxiLicence } from './fb013-free-esxi-licence.ts';
import { tooManyDisksForAppliance } from './fb031-too-many-disks-for-appliance.ts';
import { tooManyDisksForMachine } from './fb032-too-many-disks-for-machine.ts';
import { diskAddedInAzure } from './fb033-disk-added-in-azure.ts';
import { excludedDisksMissing } from './fb035-excluded-disks-missing.ts';
import { noAppliance } from './fb110-no-appliance.ts';
import { applianceUnhealthy } from './fb111-appliance-unhealthy.ts';
import { datastoreOutOfReach } from './fb112-datastore-out-of-reach.ts';
import { otherDatastoreThanBefore } from './fb113-other-datastore-than-before.ts';
import { datastoreNotShared } from './fb114-datastore-not-shared.ts';
import { applianceRelocated } from './fb115-appliance-relocated.ts';
import { otherVCenterThanAppliance } from './fb116-other-vcenter-than-appliance.ts';
import { logStorageUnfit } from './fb117-log-storage-unfit.ts';
import { noWayOutToTheService } from './fb118-no-way-out-to-the-service.ts';
import { failbackPolicyNotMapped } from './fb126-failback-policy-not-mapped.ts';
import { vcenterAccountReadOnly } from './fb130-vcenter-account-read-only.ts';
import { vcenterPrivilegesMissing } from './fb131-vcenter-privileges-missing.ts';
import { vcenterDisconnected } from './fb132-vcenter-disconnected.ts';
import { snapshotsOnOldMachine } from './fb140-snapshots-on-old-machine.ts';
import { oldMachineTurnedOn } from './fb141-old-machine-turned-on.ts';
import { hostShortOfMemory } from './fb142-host-short-of-memory.ts';
import { oldMachineInTheWay } from './fb144-old-machine-in-the-way.ts';
import { fullCopy } from './fb145-full-copy.ts';
import { noRecoveryPoint } from './fb156-no-recovery-point.ts';
import { waveMembership } from './fb157-wave-membership.ts';
import { replicationUnhealthy } from './fb170-replication-unhealthy.ts';
import { wrongWayToFailOver } from './fb171-wrong-way-to-fail-over.ts';
import { applicationConsistentPoint } from './fb172-application-consistent-point.ts';
import { runningFailoverCancelled } from './fb174-running-failover-cancelled.ts';
import { commitWithoutApproval } from './fb176-commit-without-approval.ts';
import { protectingAgainCommits } from './fb177-protecting-again-commits.ts';
import { unprotectedAfterCommit } from './fb178-unprotected-after-commit.ts';
import { replicationDisabled } from './fb180-replication-disabled.ts';
import { testFailoverHome } from './fb181-test-failover-home.ts';
import { declaredAndCapturedDisagree } from './fb201-declared-and-captured-disagree.ts';
import { severalItemsOfOneName } from './fb202-several-items-of-one-name.ts';
import { unknownRule } from './fb203-unknown-rule.ts';
import { acceptanceWithoutFinding } from './fb204-acceptance-without-finding.ts';
import { lapsedStatement } from './fb205-lapsed-statement.ts';
import { lossOfDataAccepted } from './fb206-loss-of-data-accepted.ts';
import { pointOfNoReturnWithoutApproval } from './fb207-point-of-no-return-without-approval.ts';
import type { Rule } from './rule.ts';

/**
 * Every rule, in the order of its code. The codes are grouped as a failback goes: the machine (00), its disks (03), the
 * appliance (11), vCenter (13), the old machine (14), groups (15), failover to after-care (17, 18); the runbook's own
 * statements come last (20), for they are about the findings of the others.
 */
export const catalogue: readonly Rule[] = Object.freeze([
  classicIsRetired,
  notFailedOver,
  completeMigration,
  azureMachineDeleted,
  azureMachineMoved,
  notProtected,
  azureMachineNotRunning,
  agentNotRegistered,
  physicalSource,
  targetNotEsxi,
  freeEsxiLicence,
  tooManyDisksForAppliance,
  tooManyDisksForMachine,
  diskAddedInAzure,
  excludedDisksMissing,
  noAppliance,
  applianceUnhealthy,
  datastoreOutOfReach,
  otherDatastoreThanBefore,
  datastoreNotShared,
  applianceRelocated,
  otherVCenterThanAppliance,
  logStorageUnfit,
  noWayOutToTheService,
  failbackPolicyNotMapped,
  vcenterAccountReadOnly,
  vcenterPrivilegesMissing,
  vcenterDisconnected,
  snapshotsOnOldMachine,
  oldMachineTurnedOn,
  hostShortOfMemory,
  oldMachineInTheWay,
  fullCopy,
  noRecoveryPoint,
  waveMembership,
  replicationUnhealthy,
  wrongWayToFailOver,
  applicationConsistentPoint,
  runningFailoverCancelled,
  commitWithoutApproval,
  protectingAgainCommits,
  unprotectedAfterCommit,
  replicationDisabled,
  testFailoverHome,
  declaredAndCapturedDisagree,
  severalItemsOfOneName,
  unknownRule,
  acceptanceWithoutFinding,
  lapsedStatement,
  lossOfDataAccepted,
  pointOfNoReturnWithoutApproval,
]);
