import type {
  Job,
  JobDetailsUnion,
  JobErrorDetails,
  SwitchProtectionJobDetails,
} from '@azure/arm-recoveryservices-siterecovery';
import type { JobFacts, ServiceError } from '../../core/run/item-facts.ts';
import { moment } from './sentinels.ts';

/** Of the SDK or as it came over the wire: then what is not told is null. */
export function jobFacts(job: Job): JobFacts {
  const properties = job.properties ?? {};
  const task = (properties.tasks ?? []).findLast(({ state }) => state === 'InProgress') ?? properties.tasks?.at(-1);
  return {
    id: job.name ?? '',
    activityId: properties.activityId ?? undefined,
    scenario: properties.scenarioName ?? undefined,
    state: properties.state ?? '',
    stateDescription: properties.stateDescription ?? undefined,
    startedAt: moment(properties.startTime),
    targetId: properties.targetObjectId || undefined,
    targetName: properties.targetObjectName || undefined,
    errors: (properties.errors ?? []).map(serviceError),
    newItemId: newItem(properties.customDetails),
    task: task?.friendlyName ?? task?.name ?? undefined,
  };
}

/** @source swagger: SwitchProtectionJobDetails.newReplicationProtectedItemId, null while the item keeps its id */
function newItem(details: JobDetailsUnion | undefined): string | undefined {
  const switched = details as SwitchProtectionJobDetails | null | undefined;
  return switched?.newReplicationProtectedItemId || undefined;
}

/** The provider's error is the cause, the service's wraps it; the words of both are kept, the nearer first. */
function serviceError({ serviceErrorDetails: service, providerErrorDetails: provider }: JobErrorDetails): ServiceError {
  const code = service?.code ?? String(provider?.errorCode ?? 'unknown');
  return {
    code,
    message: service?.message ?? provider?.errorMessage ?? 'Site Recovery gave no reason.',
    possibleCauses: service?.possibleCauses ?? provider?.possibleCauses ?? undefined,
    recommendedAction: service?.recommendedAction ?? provider?.recommendedAction ?? undefined,
  };
}
