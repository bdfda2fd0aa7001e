import { noAppliance } from './appliance/fb110-no-appliance.ts';
import { applianceUnhealthy } from './appliance/fb111-appliance-unhealthy.ts';
import { datastoreOutOfReach } from './appliance/fb112-datastore-out-of-reach.ts';
import { otherDatastoreThanBefore } from './appliance/fb113-other-datastore-than-before.ts';
import { datastoreNotShared } from './appliance/fb114-datastore-not-shared.ts';
import { applianceRelocated } from './appliance/fb115-appliance-relocated.ts';
import { otherVCenterThanAppliance } from './appliance/fb116-other-vcenter-than-appliance.ts';
import { logStorageUnfit } from './appliance/fb117-log-storage-unfit.ts';
import { noWayOutToTheService } from './appliance/fb118-no-way-out-to-the-service.ts';
import { failbackPolicyNotMapped } from './appliance/fb126-failback-policy-not-mapped.ts';
import { tooManyDisksForAppliance } from './disks/fb031-too-many-disks-for-appliance.ts';
import { tooManyDisksForMachine } from './disks/fb032-too-many-disks-for-machine.ts';
import { diskAddedInAzure } from './disks/fb033-disk-added-in-azure.ts';
import { excludedDisksMissing } from './disks/fb035-excluded-disks-missing.ts';
import { noRecoveryPoint } from './groups/fb156-no-recovery-point.ts';
import { waveMembership } from './groups/fb157-wave-membership.ts';
import { classicIsRetired } from './machine/fb001-classic-is-retired.ts';
import { notFailedOver } from './machine/fb002-not-failed-over.ts';
import { completeMigration } from './machine/fb003-complete-migration.ts';
import { azureMachineDeleted } from './machine/fb004-azure-machine-deleted.ts';
import { azureMachineMoved } from './machine/fb005-azure-machine-moved.ts';
import { notProtected } from './machine/fb006-not-protected.ts';
import { azureMachineNotRunning } from './machine/fb008-azure-machine-not-running.ts';
import { agentNotRegistered } from './machine/fb009-agent-not-registered.ts';
import { physicalSource } from './machine/fb010-physical-source.ts';
import { targetNotEsxi } from './machine/fb012-target-not-esxi.ts';
import { freeEsxiLicence } from './machine/fb013-free-esxi-licence.ts';
import { snapshotsOnOldMachine } from './old-machine/fb140-snapshots-on-old-machine.ts';
import { oldMachineTurnedOn } from './old-machine/fb141-old-machine-turned-on.ts';
import { hostShortOfMemory } from './old-machine/fb142-host-short-of-memory.ts';
import { oldMachineInTheWay } from './old-machine/fb144-old-machine-in-the-way.ts';
import { fullCopy } from './old-machine/fb145-full-copy.ts';
import { noRetentionVolume } from './retention-drive/fb080-no-retention-volume.ts';
import { retentionVolumeInUse } from './retention-drive/fb081-retention-volume-in-use.ts';
import { retentionVolumeIsTheCache } from './retention-drive/fb082-retention-volume-is-the-cache.ts';
import { retentionVolumeIsFat } from './retention-drive/fb083-retention-volume-is-fat.ts';
import { retentionVolumeFull } from './retention-drive/fb084-retention-volume-full.ts';
import { usualRetentionVolume } from './retention-drive/fb085-usual-retention-volume.ts';
import { newDriveNotListedYet } from './retention-drive/fb086-new-drive-not-listed-yet.ts';
import type { Rule } from './rule.ts';
import { declaredAndCapturedDisagree } from './statements/fb201-declared-and-captured-disagree.ts';
import { severalItemsOfOneName } from './statements/fb202-several-items-of-one-name.ts';
import { unknownRule } from './statements/fb203-unknown-rule.ts';
import { acceptanceWithoutFinding } from './statements/fb204-acceptance-without-finding.ts';
import { lapsedStatement } from './statements/fb205-lapsed-statement.ts';
import { lossOfDataAccepted } from './statements/fb206-loss-of-data-accepted.ts';
import { pointOfNoReturnWithoutApproval } from './statements/fb207-point-of-no-return-without-approval.ts';
import { vcenterAccountReadOnly } from './vcenter/fb130-vcenter-account-read-only.ts';
import { vcenterPrivilegesMissing } from './vcenter/fb131-vcenter-privileges-missing.ts';
import { vcenterDisconnected } from './vcenter/fb132-vcenter-disconnected.ts';
import { replicationUnhealthy } from './way-home/fb170-replication-unhealthy.ts';
import { wrongWayToFailOver } from './way-home/fb171-wrong-way-to-fail-over.ts';
import { applicationConsistentPoint } from './way-home/fb172-application-consistent-point.ts';
import { runningFailoverCancelled } from './way-home/fb174-running-failover-cancelled.ts';
import { commitWithoutApproval } from './way-home/fb176-commit-without-approval.ts';
import { protectingAgainCommits } from './way-home/fb177-protecting-again-commits.ts';
import { unprotectedAfterCommit } from './way-home/fb178-unprotected-after-commit.ts';
import { replicationDisabled } from './way-home/fb180-replication-disabled.ts';
import { testFailoverHome } from './way-home/fb181-test-failover-home.ts';

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
  noRetentionVolume,
  retentionVolumeInUse,
  retentionVolumeIsTheCache,
  retentionVolumeIsFat,
  retentionVolumeFull,
  usualRetentionVolume,
  newDriveNotListedYet,
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
