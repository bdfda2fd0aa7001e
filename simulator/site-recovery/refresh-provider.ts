import { type Answer, armError, notFound, ok } from '../arm/answer.ts';
import type { Call } from '../arm/call.ts';
import type { Estate } from '../estate/estate.ts';
import { type Job, layOutTasks, namedAt } from '../estate/job.ts';
import { refreshScenario } from '../estate/scenarios.ts';
import { acceptedAt } from './polling.ts';
import { troubleOf } from './render-job.ts';
import { lastOf } from './service-ids.ts';

/** `refreshProvider`: the configuration server is asked to look around anew. What it finds is there already. */
export function acceptedRefresh(estate: Estate, providerId: string, friendlyName: string, call: Call): Answer {
  const { chance, knobs } = estate;
  const id = chance.guid('refresh', providerId.toLowerCase(), call.attempt);
  const { tasks, endsAt } = layOutTasks(refreshScenario, call.at, knobs.refreshSeconds, { kind: 'succeeded' });
  const named = namedAt(call.at, id, knobs, chance);
  const job: Job = {
    id,
    scenario: refreshScenario,
    activityId: `${call.clientRequestId} ActivityId: ${call.correlationId}`,
    acceptedAt: call.at,
    namedAt: named,
    tasks,
    endsAt: Math.max(endsAt, named),
    outcome: { kind: 'succeeded' },
    target: {
      itemKey: providerId.toLowerCase(),
      identifier: lastOf(providerId),
      name: friendlyName,
      policyId: undefined,
      direction: 'home',
    },
  };
  estate.jobs.add(job);
  return acceptedAt(estate, providerId, job);
}

/** 202 until the refresh is over, then the provider. */
export function refreshResult(estate: Estate, providerId: string, provider: () => unknown, call: Call): Answer {
  const job = estate.jobs.get(call.path.job ?? '');
  if (job === undefined || job.target.itemKey !== providerId.toLowerCase()) return notFound(call.path.job ?? '');
  if (call.at < job.endsAt) return acceptedAt(estate, providerId, job);
  const trouble = troubleOf(job, call.at);
  return trouble === undefined ? ok(provider()) : armError(400, trouble.code, trouble.message);
}
