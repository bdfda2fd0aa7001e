import { type Answer, armError, notFound, ok } from '../arm/answer.ts';
import type { Call } from '../arm/call.ts';
import { ticks, wholeSeconds } from '../arm/moments.ts';
import type { Route } from '../arm/router.ts';
import type { Estate } from '../estate/estate.ts';
import { type Job, jobState } from '../estate/job.ts';
import type { Machine } from '../estate/machine.ts';
import { itemNow } from './machine-of.ts';
import { troubleOf } from './render-job.ts';
import { jobId, pollingHost, serviceId, vaultId } from './service-ids.ts';

/** 202 with an empty body: where to poll, where the item will be, and the job's id in `x-ms-request-id`. */
export function acceptedJob(estate: Estate, machine: Machine, job: Job): Answer {
  return acceptedAt(estate, machine.state.itemId, job);
}

/** The same for whatever the job was asked of. */
export function acceptedAt(estate: Estate, resourceId: string, job: Job): Answer {
  const host = pollingHost(estate);
  const version = `api-version=${estate.knobs.pollingApiVersion}`;
  return {
    status: 202,
    headers: {
      Location: `${host}${serviceId(resourceId)}/operationresults/${job.id}?${version}`,
      'Azure-AsyncOperation': `${host}${vaultId(estate)}/${estate.knobs.pollsAt}/${job.id}?${version}`,
      'x-ms-request-id': jobId(estate, job.id),
      ...retryAfter(estate),
    },
  };
}

export function pollingRoutes(estate: Estate, vault: string): readonly Route[] {
  const item =
    'replicationFabrics/{fabric}/replicationProtectionContainers/{container}/replicationProtectedItems/{item}';
  return [
    ['GET', `${vault}/replicationOperationStatus/{job}`, (call) => operationStatus(estate, call)],
    ['GET', `${vault}/${item}/operationresults/{job}`, (call) => operationResult(estate, call)],
  ];
}

function operationStatus(estate: Estate, call: Call): Answer {
  const job = estate.jobs.get(call.path.job ?? '');
  if (job === undefined) return notFound(call.path.job ?? '');
  const state = jobState(job, call.at);
  const ended = call.at >= job.endsAt;
  const trouble = troubleOf(job, call.at);
  const answer = ok({
    error: trouble === undefined ? null : { code: trouble.code, message: trouble.message, details: null },
    id: null,
    name: job.id,
    properties: null,
    status: state === 'CompletedWithInformation' ? 'Succeeded' : state,
    startTime: call.at < job.namedAt ? null : ticks(job.acceptedAt),
    endTime: ended ? wholeSeconds(job.endsAt) : null,
    percentComplete: null,
  });
  return ended ? answer : { ...answer, headers: retryAfter(estate) };
}

/** 202 until the job is over, then the item; an error where the job failed. */
function operationResult(estate: Estate, call: Call): Answer {
  const job = estate.jobs.get(call.path.job ?? '');
  // By the job, for the path may name the item as it was called before.
  const machine = estate.machineByKey(job?.target.itemKey ?? '');
  if (job === undefined || machine === undefined || !estate.wasCalled(machine, call.path.item ?? ''))
    return notFound(call.path.job ?? '');
  if (call.at < job.endsAt) return acceptedJob(estate, machine, job);
  const trouble = troubleOf(job, call.at);
  return job.outcome.kind === 'failed' && trouble !== undefined
    ? armError(400, trouble.code, trouble.message)
    : ok(itemNow(estate, machine, call));
}

function retryAfter(estate: Estate): Record<string, string> {
  const seconds = estate.knobs.retryAfterSeconds;
  return seconds === undefined ? {} : { 'Retry-After': String(seconds) };
}
