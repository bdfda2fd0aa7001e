/** One task of a job, and the share of the job's time that it takes. */
export interface TaskPattern {
  readonly taskId: string;
  readonly name: string;
  readonly friendlyName: string;
  readonly share: number;
}

/** What a job looks like: names and tasks as recorded; the shares of time are assumed. */
export interface Scenario {
  readonly scenarioName: string;
  readonly friendlyName: string;
  readonly customDetails: 'AsrJobDetails' | 'FailoverJobDetails' | 'SwitchProtectionJobDetails';
  readonly tasks: readonly TaskPattern[];
  /** What the job is about, where that is no protected item. */
  readonly targetInstanceType?: 'Server';
}

const task = (taskId: string, name: string, friendlyName: string, share: number): TaskPattern => ({
  taskId,
  name,
  friendlyName,
  share,
});

/** Reprotect in both directions and both architectures. */
export const reprotectScenario: Scenario = {
  scenarioName: 'SwitchReplicationGroupProtection',
  friendlyName: 'Reprotect',
  customDetails: 'SwitchProtectionJobDetails',
  tasks: [
    task(
      'SwitchReplicationGroupProtectionPreflightTask',
      'SwitchReplicationGroupProtectionPreflightTask',
      'Prerequisite check',
      0.02,
    ),
    task('CommitFailoverTask', 'VmCommitFailover', 'Committing failover', 0.13),
    task('DiscoverReplicaTask', 'DiscoverReplicaTask', 'Discovering replica virtual machine', 0.15),
    task(
      'GetSwitchProtectionRequirementsTask',
      'GetSwitchProtectionRequirementsTask',
      'Getting reprotection requirements',
      0.1,
    ),
    task('ProtectReplicaTask', 'ProtectReplicaTask', 'Reprotecting virtual machine', 0.6),
  ],
};

export const plannedFailoverScenario: Scenario = {
  scenarioName: 'PlannedFailover',
  friendlyName: 'Planned failover',
  customDetails: 'FailoverJobDetails',
  tasks: [
    task(
      'PlannedFailoverPreflightChecksTask',
      'VmPfoPrerequisitesCheck',
      'Prerequisites check for planned failover',
      0.02,
    ),
    task('PrepareForFailoverTask', 'VmPrepareForFailover', 'Start failover', 0.28),
    task('FailoverTask', 'VmFailover', 'Shut down the Azure virtual machine', 0.25),
    task('PrepareProtectedEntitiesTask', 'VmPrepareProtectedEntitiesTask', 'Preparing on-premise virtual machine', 0.3),
    task('StartVmOnSecondary', 'VmFoStartVmOnSecondary', 'Starting on-premise virtual machine', 0.15),
  ],
};

export const unplannedFailoverScenario: Scenario = {
  scenarioName: 'UnplannedFailover',
  friendlyName: 'Failover',
  customDetails: 'FailoverJobDetails',
  tasks: [
    task('UnplannedFailoverPreflightChecksTask', 'VmUfoPrerequisitesCheck', 'Prerequisites check for failover', 0.02),
    task('ShutdownVmOnPrimaryForUFO', 'ShutdownVmOnPrimaryForUFO', 'Shut down the virtual machine', 0.2),
    task('PrepareForUnPlannedFailoverTask', 'VmPrepareForUnPlannedFailover', 'Synchronizing the latest changes', 0.28),
    task('FailoverTask', 'VmFailover', 'Start failover', 0.3),
    task('StartVmOnSecondary', 'VmFoStartVmOnSecondary', 'Start the replica virtual machine', 0.2),
  ],
};

export const commitScenario: Scenario = {
  scenarioName: 'CommitFailover',
  friendlyName: 'Commit',
  customDetails: 'AsrJobDetails',
  tasks: [
    task('VmCommitPrerequisitesCheck', 'VmCommitPrerequisitesCheck', 'Prerequisite check', 0.05),
    task('VmCommit', 'VmCommit', 'Commit', 0.95),
  ],
};

/** The other name under which the commit of a classic failback was recorded; its tasks were not. */
export const finalizeScenario: Scenario = { ...commitScenario, scenarioName: 'FinalizeFailback' };

export const cancelScenario: Scenario = {
  scenarioName: 'CancelFailover',
  friendlyName: 'Cancel failover and resume replication',
  customDetails: 'AsrJobDetails',
  tasks: [
    task(
      'CancelFailoverPreflightChecksTask',
      'CancelFailoverPreflightChecksTask',
      'Prerequisites check for cancel failover',
      0.05,
    ),
    task('CancelFailoverRecovery', 'CancelFailoverRecovery', 'Cancel failover recovery', 0.35),
    task('CancelFailoverPrimary', 'CancelFailoverPrimaryTask', 'Cancel failover primary', 0.3),
    task('StartVmOnPrimary', 'StartVmOnPrimary', 'Starting the virtual machine', 0.3),
  ],
};

/** Looking around anew; never recorded. */
export const refreshScenario: Scenario = {
  scenarioName: 'RefreshServer',
  friendlyName: 'Refresh server',
  customDetails: 'AsrJobDetails',
  tasks: [task('RefreshServerTask', 'RefreshServerTask', 'Refresh the server', 1)],
  targetInstanceType: 'Server',
};
