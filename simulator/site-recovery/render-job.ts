import { sentinels, ticks, wholeSeconds } from '../arm/moments.ts';
import type { Estate } from '../estate/estate.ts';
import { cutTask, type Job, jobState } from '../estate/job.ts';
import type { JobFailure } from '../estate/job-failures.ts';
import type { Instant } from '../virtual-clock.ts';
import { fabricFriendlyName } from './render-fabric.ts';
import { homeOf, jobId, serviceId } from './service-ids.ts';

/** A job as a GET of it answers, or poorer, as a list shows it. */
export function renderJob(estate: Estate, job: Job, at: Instant, inList: boolean) {
  const state = jobState(job, at);
  const named = at >= job.namedAt;
  const ended = at >= job.endsAt;
  return {
    id: jobId(estate, job.id),
    name: job.id,
    type: 'Microsoft.RecoveryServices/vaults/replicationJobs',
    properties: {
      activityId: inList ? null : job.activityId,
      scenarioName: named ? job.scenario.scenarioName : null,
      friendlyName: named ? job.scenario.friendlyName : null,
      state,
      stateDescription: stateDescription(job, at),
      tasks: inList || !named ? [] : tasks(job, at),
      errors: inList ? [] : errors(estate, job, at),
      startTime: named ? ticks(job.acceptedAt) : null,
      ...(ended ? { endTime: wholeSeconds(job.endsAt) } : {}),
      allowedActions: ended || !named ? [] : ['Cancel'],
      targetObjectId: named ? job.target.identifier : null,
      targetObjectName: named ? job.target.name : null,
      targetInstanceType: named ? (job.scenario.targetInstanceType ?? 'ProtectionEntity') : null,
      customDetails: inList || !named ? null : customDetails(estate, job, at),
    },
    ...(estate.knobs.pollsAt === 'replicationJobs' && !inList ? asOperation(job, at) : {}),
  };
}

/** Where jobs are polled themselves they say beside their own words what an operation says. Recorded in 2017. */
function asOperation(job: Job, at: Instant) {
  const state = jobState(job, at);
  const trouble = troubleOf(job, at);
  return {
    status: state === 'CompletedWithInformation' ? 'Succeeded' : state === 'NotStarted' ? 'InProgress' : state,
    error: trouble === undefined ? null : { code: trouble.code, message: trouble.message },
    startTime: ticks(job.acceptedAt),
    endTime: at >= job.endsAt ? wholeSeconds(job.endsAt) : null,
  };
}

export function stateDescription(job: Job, at: Instant): string {
  const state = jobState(job, at);
  if (state === 'Succeeded')
    return /^(succeeded-with-error|partly)$/.test(job.outcome.kind) ? 'PartiallySucceeded' : 'Completed';
  return state;
}

/** What went wrong, or was worth telling, once the job is over. */
export function troubleOf(job: Job, at: Instant): JobFailure | undefined {
  return at >= job.endsAt && 'failure' in job.outcome ? job.outcome.failure : undefined;
}

function tasks(job: Job, at: Instant) {
  const failing = job.outcome.kind === 'failed' ? cutTask(job.scenario, job.outcome) : undefined;
  return job.scenario.tasks.map((task, index) => {
    const times = job.tasks[index] ?? { startsAt: Number.POSITIVE_INFINITY, endsAt: Number.POSITIVE_INFINITY };
    const started = at >= times.startsAt;
    const ended = at >= times.endsAt;
    // For its first second the first task is in progress since 1601. Recorded.
    const fresh = index === 0 && at < times.startsAt + 1000;
    const state = !started ? 'NotStarted' : !ended ? 'InProgress' : index === failing ? 'Failed' : 'Succeeded';
    return {
      taskId: task.taskId,
      name: task.name,
      startTime: !started ? sentinels.taskNeverStarted : fresh ? sentinels.taskStartUnknown : ticks(times.startsAt),
      endTime: ended ? ticks(times.endsAt) : sentinels.taskNeverStarted,
      allowedActions: [],
      friendlyName: task.friendlyName,
      state,
      stateDescription: state === 'Succeeded' ? 'Completed' : state,
      taskType: 'TaskDetails',
      customDetails: { instanceType: 'TaskDetails' },
      groupTaskCustomDetails: null,
      errors: [],
    };
  });
}

function errors(estate: Estate, job: Job, at: Instant) {
  const trouble = troubleOf(job, at);
  if (trouble === undefined) return [];
  const { message, possibleCauses, recommendedAction } = trouble;
  const number = Number.parseInt(trouble.code, 10);
  const task = cutTask(job.scenario, job.outcome) ?? job.scenario.tasks.length - 1;
  return [
    {
      serviceErrorDetails: {
        code: trouble.code,
        message,
        possibleCauses,
        recommendedAction,
        activityId: estate.chance.guid('error', job.id),
      },
      providerErrorDetails: Number.isNaN(number)
        ? null
        : { errorCode: number, errorMessage: message, errorId: trouble.code, possibleCauses, recommendedAction },
      errorLevel: job.outcome.kind === 'failed' ? 'Error' : 'Warning',
      creationTime: ticks(job.endsAt),
      taskId: job.scenario.tasks[task]?.taskId ?? '',
    },
  ];
}

/** Null until the job has succeeded, and where the item keeps its name. */
function newItemId(job: Job, at: Instant): string | null {
  const ended = at >= job.endsAt && job.outcome.kind !== 'failed';
  return ended && job.target.newItemId !== undefined ? serviceId(job.target.newItemId) : null;
}

function customDetails(estate: Estate, job: Job, at: Instant) {
  const affectedObjectDetails = job.scenario.targetInstanceType === undefined ? affected(estate, job) : {};
  switch (job.scenario.customDetails) {
    case 'SwitchProtectionJobDetails':
      return {
        instanceType: 'SwitchProtectionJobDetails',
        newReplicationProtectedItemId: newItemId(job, at),
        affectedObjectDetails,
      };
    case 'FailoverJobDetails':
      return { instanceType: 'FailoverJobDetails', protectedItemDetails: [], affectedObjectDetails };
    case 'AsrJobDetails':
      return { instanceType: 'AsrJobDetails', affectedObjectDetails };
  }
}

function affected(estate: Estate, job: Job) {
  const { chance } = estate;
  const home = homeOf(job.target.itemKey);
  const fabric = chance.guid('fabric', home.fabricId.toLowerCase());
  const [fabricName, containerName] = namesOf(estate, job);
  const classic = estate.machineByKey(job.target.itemKey)?.architecture === 'classic';
  const site = {
    cloudId: `cloud_${fabric}`,
    cloud: containerName,
    vmmId: fabric,
    vmm: fabricName,
    provider: classic ? 'VMware' : 'InMageRcm',
  };
  const azure = {
    cloudId: chance.guid('azure-container'),
    cloud: 'Microsoft Azure',
    vmmId: chance.guid('azure-vmm'),
    vmm: 'Microsoft Azure',
    provider: 'Azure',
  };
  const recovery =
    job.target.direction === 'home' && job.scenario.customDetails !== 'SwitchProtectionJobDetails' ? site : azure;
  return {
    primaryVmId: job.target.identifier,
    primaryVmName: job.target.name,
    recoveryVmId: '',
    recoveryVmName: job.target.name,
    protectionProfileId: chance.guid('profile', job.target.policyId?.toLowerCase() ?? ''),
    primaryCloudId: site.cloudId,
    primaryCloudName: site.cloud,
    recoveryCloudId: recovery.cloudId,
    recoveryCloudName: recovery.cloud,
    primaryVmmId: site.vmmId,
    primaryVmmName: site.vmm,
    recoveryVmmId: recovery.vmmId,
    recoveryVmmName: recovery.vmm,
    primaryFabricProviderId: site.provider,
    recoveryFabricProviderId: recovery.provider,
  };
}

function namesOf(estate: Estate, job: Job): readonly [fabric: string, container: string] {
  const home = homeOf(estate.machineByKey(job.target.itemKey)?.item.id ?? job.target.itemKey);
  const friendly = fabricFriendlyName(estate, home.fabricId, home.fabricName);
  return [friendly, friendly === home.fabricName ? home.containerName : friendly];
}
