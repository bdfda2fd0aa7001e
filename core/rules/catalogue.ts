import { noAppliance } from './appliance/fb110-no-appliance.ts';
import { applianceUnhealthy } from './appliance/fb111-appliance-unhealthy.ts';
import { datastoreOutOfReach } from './appliance/fb112-datastore-out-of-reach.ts';
import { otherDatastoreThanBefore } from './appliance/fb113-other-datastore-than-before.ts';
import { datastoreNotShared } from './appliance/fb114-datastore-not-shared.ts';
import { applianceRelocated } from './appliance/fb115-appliance-relocated.ts';
import { otherVCenterThanAppliance } from './appliance/fb116-other-vcenter-than-appliance.ts';
import { logStorageUnfit } from './appliance/fb117-log-storage-unfit.ts';
import { noWayOutToTheService } from './appliance/fb118-no-way-out-to-the-service.ts';
import { portsToProtectAgain } from './appliance/fb119-ports-to-protect-again.ts';
import { applianceTooSmall } from './appliance/fb120-appliance-too-small.ts';
import { vaultNotExclusive } from './appliance/fb121-vault-not-exclusive.ts';
import { applianceSwitched } from './appliance/fb122-appliance-switched.ts';
import { applianceDeleted } from './appliance/fb123-appliance-deleted.ts';
import { privateEndpointIncomplete } from './appliance/fb124-private-endpoint-incomplete.ts';
import { anotherApplianceAtHand } from './appliance/fb125-another-appliance-at-hand.ts';
import { failbackPolicyNotMapped } from './appliance/fb126-failback-policy-not-mapped.ts';
import { tooManyDisksForMasterTarget } from './disks/fb030-too-many-disks-for-master-target.ts';
import { tooManyDisksForAppliance } from './disks/fb031-too-many-disks-for-appliance.ts';
import { tooManyDisksForMachine } from './disks/fb032-too-many-disks-for-machine.ts';
import { diskAddedInAzure } from './disks/fb033-disk-added-in-azure.ts';
import { diskAddedInAzureOnClassic } from './disks/fb034-disk-added-in-azure-on-classic.ts';
import { excludedDisksMissing } from './disks/fb035-excluded-disks-missing.ts';
import { temporaryDiskReturns } from './disks/fb036-temporary-disk-returns.ts';
import { rawDevice } from './disks/fb037-raw-device.ts';
import { iscsiDiskDoubled } from './disks/fb038-iscsi-disk-doubled.ts';
import { diskResizedInAzure } from './disks/fb039-disk-resized-in-azure.ts';
import { diskUuidOffOnOldMachine } from './disks/fb040-disk-uuid-off-on-old-machine.ts';
import { fstabRewritten } from './disks/fb041-fstab-rewritten.ts';
import { diskIdentityChanged } from './disks/fb042-disk-identity-changed.ts';
import { mixedSystemsInGroup } from './groups/fb150-mixed-systems-in-group.ts';
import { severalMasterTargetsForGroup } from './groups/fb151-several-master-targets-for-group.ts';
import { groupMemberReprotectedAlone } from './groups/fb152-group-member-reprotected-alone.ts';
import { groupMemberFailedOverAlone } from './groups/fb153-group-member-failed-over-alone.ts';
import { noCommonPointForGroup } from './groups/fb154-no-common-point-for-group.ts';
import { commonPointNotUsed } from './groups/fb155-common-point-not-used.ts';
import { noRecoveryPoint } from './groups/fb156-no-recovery-point.ts';
import { waveMembership } from './groups/fb157-wave-membership.ts';
import { severalSources } from './groups/fb158-several-sources.ts';
import { planScriptsExpected } from './groups/fb159-plan-scripts-expected.ts';
import { recoveryPlansNotMoved } from './groups/fb160-recovery-plans-not-moved.ts';
import { customPointForGroup } from './groups/fb161-custom-point-for-group.ts';
import { classicIsRetired } from './machine/fb001-classic-is-retired.ts';
import { notFailedOver } from './machine/fb002-not-failed-over.ts';
import { completeMigration } from './machine/fb003-complete-migration.ts';
import { azureMachineDeleted } from './machine/fb004-azure-machine-deleted.ts';
import { azureMachineMoved } from './machine/fb005-azure-machine-moved.ts';
import { notProtected } from './machine/fb006-not-protected.ts';
import { bornInAzure } from './machine/fb007-born-in-azure.ts';
import { azureMachineNotRunning } from './machine/fb008-azure-machine-not-running.ts';
import { agentNotRegistered } from './machine/fb009-agent-not-registered.ts';
import { physicalSource } from './machine/fb010-physical-source.ts';
import { physicalWindows2008R2 } from './machine/fb011-physical-windows-2008-r2.ts';
import { targetNotEsxi } from './machine/fb012-target-not-esxi.ts';
import { freeEsxiLicence } from './machine/fb013-free-esxi-licence.ts';
import { versionNotSupported } from './machine/fb014-version-not-supported.ts';
import { firmwareNotSupported } from './machine/fb015-firmware-not-supported.ts';
import { trustedLaunch } from './machine/fb016-trusted-launch.ts';
import { diskNotSupported } from './machine/fb017-disk-not-supported.ts';
import { dynamicOsDisk } from './machine/fb018-dynamic-os-disk.ts';
import { nameNotForAzure } from './machine/fb019-name-not-for-azure.ts';
import { namesDifferInCase } from './machine/fb020-names-differ-in-case.ts';
import { clonedDiskUuid } from './machine/fb021-cloned-disk-uuid.ts';
import { toolsOffInAzure } from './machine/fb134-tools-off-in-azure.ts';
import { staticAddressLost } from './machine/fb136-static-address-lost.ts';
import { noRoomForAgent } from './machine/fb137-no-room-for-agent.ts';
import { unsuitableMasterTarget } from './master-target/fb050-unsuitable-master-target.ts';
import { masterTargetIsPhysical } from './master-target/fb051-master-target-is-physical.ts';
import { masterTargetNewerThanServers } from './master-target/fb052-master-target-newer-than-servers.ts';
import { linuxMasterTargetOnOtherSystem } from './master-target/fb053-linux-master-target-on-other-system.ts';
import { masterTargetOnLvm } from './master-target/fb054-master-target-on-lvm.ts';
import { linuxMasterTargetNotPrepared } from './master-target/fb055-linux-master-target-not-prepared.ts';
import { masterTargetTooSmall } from './master-target/fb056-master-target-too-small.ts';
import { hostsFileIncomplete } from './master-target/fb057-hosts-file-incomplete.ts';
import { diskUuidOffOnMasterTarget } from './master-target/fb058-disk-uuid-off-on-master-target.ts';
import { snapshotsOnMasterTarget } from './master-target/fb059-snapshots-on-master-target.ts';
import { otherControllerThanLsiLogic } from './master-target/fb060-other-controller-than-lsi-logic.ts';
import { masterTargetMayBeRelocated } from './master-target/fb061-master-target-may-be-relocated.ts';
import { toolsMissingOnMasterTarget } from './master-target/fb062-tools-missing-on-master-target.ts';
import { noVmfsOnHost } from './master-target/fb063-no-vmfs-on-host.ts';
import { datastoreOfOldMachineOutOfReach } from './master-target/fb064-datastore-of-old-machine-out-of-reach.ts';
import { hostNotDiscovered } from './master-target/fb065-host-not-discovered.ts';
import { noPlaceForNewMachine } from './master-target/fb066-no-place-for-new-machine.ts';
import { nameTakenOnHost } from './master-target/fb067-name-taken-on-host.ts';
import { masterTargetOutOfReach } from './master-target/fb068-master-target-out-of-reach.ts';
import { groupBehindAnotherMasterTarget } from './master-target/fb069-group-behind-another-master-target.ts';
import { masterTargetUnhealthy } from './master-target/fb070-master-target-unhealthy.ts';
import { snapshotsOnOldMachine } from './old-machine/fb140-snapshots-on-old-machine.ts';
import { oldMachineTurnedOn } from './old-machine/fb141-old-machine-turned-on.ts';
import { hostShortOfMemory } from './old-machine/fb142-host-short-of-memory.ts';
import { oldMachineStillRuns } from './old-machine/fb143-old-machine-still-runs.ts';
import { oldMachineInTheWay } from './old-machine/fb144-old-machine-in-the-way.ts';
import { fullCopy } from './old-machine/fb145-full-copy.ts';
import { oldMachineGone } from './old-machine/fb208-old-machine-gone.ts';
import { processServerInAnotherNetwork } from './process-server/fb090-process-server-in-another-network.ts';
import { processServerOnPremises } from './process-server/fb091-process-server-on-premises.ts';
import { noLineToTheSite } from './process-server/fb092-no-line-to-the-site.ts';
import { serversOutOfReach } from './process-server/fb093-servers-out-of-reach.ts';
import { configurationServerDown } from './process-server/fb094-configuration-server-down.ts';
import { machineNotInConfigurationServer } from './process-server/fb095-machine-not-in-configuration-server.ts';
import { otherSiteThanBefore } from './process-server/fb096-other-site-than-before.ts';
import { oneNetworkCardForRetainedAddresses } from './process-server/fb097-one-network-card-for-retained-addresses.ts';
import { processServerStrained } from './process-server/fb098-process-server-strained.ts';
import { agentServiceStopped } from './process-server/fb099-agent-service-stopped.ts';
import { classicFailbackPolicyNotMapped } from './process-server/fb100-failback-policy-not-mapped.ts';
import { processServerLeftInAzure } from './process-server/fb101-process-server-left-in-azure.ts';
import { noRetentionVolume } from './retention-drive/fb080-no-retention-volume.ts';
import { retentionVolumeInUse } from './retention-drive/fb081-retention-volume-in-use.ts';
import { retentionVolumeIsTheCache } from './retention-drive/fb082-retention-volume-is-the-cache.ts';
import { retentionVolumeIsFat } from './retention-drive/fb083-retention-volume-is-fat.ts';
import { retentionVolumeFull } from './retention-drive/fb084-retention-volume-full.ts';
import { usualRetentionVolume } from './retention-drive/fb085-usual-retention-volume.ts';
import { newDriveNotListedYet } from './retention-drive/fb086-new-drive-not-listed-yet.ts';
import { rightsMissing } from './rights/fb190-rights-missing.ts';
import { machineLocked } from './rights/fb191-machine-locked.ts';
import { accountsNotReadable } from './rights/fb192-accounts-not-readable.ts';
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
import { vcenterAccountTooMighty } from './vcenter/fb133-vcenter-account-too-mighty.ts';
import { networkManagerRemoved } from './way-home/fb135-network-manager-removed.ts';
import { replicationUnhealthy } from './way-home/fb170-replication-unhealthy.ts';
import { wrongWayToFailOver } from './way-home/fb171-wrong-way-to-fail-over.ts';
import { applicationConsistentPoint } from './way-home/fb172-application-consistent-point.ts';
import { latestTag } from './way-home/fb173-latest-tag.ts';
import { runningFailoverCancelled } from './way-home/fb174-running-failover-cancelled.ts';
import { failbackUndone } from './way-home/fb175-classic-failback-undone.ts';
import { commitWithoutApproval } from './way-home/fb176-commit-without-approval.ts';
import { protectingAgainCommits } from './way-home/fb177-protecting-again-commits.ts';
import { unprotectedAfterCommit } from './way-home/fb178-unprotected-after-commit.ts';
import { agentNotBackAtHome } from './way-home/fb179-agent-not-back-at-home.ts';
import { replicationDisabled } from './way-home/fb180-replication-disabled.ts';
import { testFailoverHome } from './way-home/fb181-test-failover-home.ts';
import { pointChangedHome } from './way-home/fb182-point-changed-home.ts';
import { clientsNotSentHome } from './way-home/fb183-clients-not-sent-home.ts';
import { leftoversInAzure } from './way-home/fb184-leftovers-in-azure.ts';

/**
 * Every rule, in the order of its code. The codes are grouped as a failback goes: the machine (00), its disks (03), the
 * master target (05, 06) and its retention drive (08), process server, configuration server and network (09, 10), the
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
  bornInAzure,
  azureMachineNotRunning,
  agentNotRegistered,
  physicalSource,
  physicalWindows2008R2,
  targetNotEsxi,
  freeEsxiLicence,
  versionNotSupported,
  firmwareNotSupported,
  trustedLaunch,
  diskNotSupported,
  dynamicOsDisk,
  nameNotForAzure,
  namesDifferInCase,
  clonedDiskUuid,
  tooManyDisksForMasterTarget,
  tooManyDisksForAppliance,
  tooManyDisksForMachine,
  diskAddedInAzure,
  diskAddedInAzureOnClassic,
  excludedDisksMissing,
  temporaryDiskReturns,
  rawDevice,
  iscsiDiskDoubled,
  diskResizedInAzure,
  diskUuidOffOnOldMachine,
  fstabRewritten,
  diskIdentityChanged,
  unsuitableMasterTarget,
  masterTargetIsPhysical,
  masterTargetNewerThanServers,
  linuxMasterTargetOnOtherSystem,
  masterTargetOnLvm,
  linuxMasterTargetNotPrepared,
  masterTargetTooSmall,
  hostsFileIncomplete,
  diskUuidOffOnMasterTarget,
  snapshotsOnMasterTarget,
  otherControllerThanLsiLogic,
  masterTargetMayBeRelocated,
  toolsMissingOnMasterTarget,
  noVmfsOnHost,
  datastoreOfOldMachineOutOfReach,
  hostNotDiscovered,
  noPlaceForNewMachine,
  nameTakenOnHost,
  masterTargetOutOfReach,
  groupBehindAnotherMasterTarget,
  masterTargetUnhealthy,
  noRetentionVolume,
  retentionVolumeInUse,
  retentionVolumeIsTheCache,
  retentionVolumeIsFat,
  retentionVolumeFull,
  usualRetentionVolume,
  newDriveNotListedYet,
  processServerInAnotherNetwork,
  processServerOnPremises,
  noLineToTheSite,
  serversOutOfReach,
  configurationServerDown,
  machineNotInConfigurationServer,
  otherSiteThanBefore,
  oneNetworkCardForRetainedAddresses,
  processServerStrained,
  agentServiceStopped,
  classicFailbackPolicyNotMapped,
  processServerLeftInAzure,
  noAppliance,
  applianceUnhealthy,
  datastoreOutOfReach,
  otherDatastoreThanBefore,
  datastoreNotShared,
  applianceRelocated,
  otherVCenterThanAppliance,
  logStorageUnfit,
  noWayOutToTheService,
  portsToProtectAgain,
  applianceTooSmall,
  vaultNotExclusive,
  applianceSwitched,
  applianceDeleted,
  privateEndpointIncomplete,
  anotherApplianceAtHand,
  failbackPolicyNotMapped,
  vcenterAccountReadOnly,
  vcenterPrivilegesMissing,
  vcenterDisconnected,
  vcenterAccountTooMighty,
  toolsOffInAzure,
  networkManagerRemoved,
  staticAddressLost,
  noRoomForAgent,
  snapshotsOnOldMachine,
  oldMachineTurnedOn,
  hostShortOfMemory,
  oldMachineStillRuns,
  oldMachineInTheWay,
  fullCopy,
  mixedSystemsInGroup,
  severalMasterTargetsForGroup,
  groupMemberReprotectedAlone,
  groupMemberFailedOverAlone,
  noCommonPointForGroup,
  commonPointNotUsed,
  noRecoveryPoint,
  waveMembership,
  severalSources,
  planScriptsExpected,
  recoveryPlansNotMoved,
  customPointForGroup,
  replicationUnhealthy,
  wrongWayToFailOver,
  applicationConsistentPoint,
  latestTag,
  runningFailoverCancelled,
  failbackUndone,
  commitWithoutApproval,
  protectingAgainCommits,
  unprotectedAfterCommit,
  agentNotBackAtHome,
  replicationDisabled,
  testFailoverHome,
  pointChangedHome,
  clientsNotSentHome,
  leftoversInAzure,
  rightsMissing,
  machineLocked,
  accountsNotReadable,
  declaredAndCapturedDisagree,
  severalItemsOfOneName,
  unknownRule,
  acceptanceWithoutFinding,
  lapsedStatement,
  lossOfDataAccepted,
  pointOfNoReturnWithoutApproval,
  oldMachineGone,
]);
