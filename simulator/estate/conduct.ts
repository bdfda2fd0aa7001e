import type { FaultEffect } from '../faults.ts';
import type { Instant } from '../virtual-clock.ts';
import { carryOut, commitPending, renamedTo, shutDownFor } from './carry-out.ts';
import type { Estate } from './estate.ts';
import { cutTask, type Job, type JobOutcome, layOutTasks, namedAt } from './job.ts';
import { failureOf, warningOf } from './job-failures.ts';
import type { Machine } from './machine.ts';
import { namesFor, whyItFails } from './preconditions.ts';
import type { VerbInput } from './verb-input.ts';
import { scenarioOf, type Verb, verbs } from './verbs.ts';

/** The task of a reprotect that commits a pending failover; what comes after finds it committed. */
const COMMIT_TASK = 1;

/** An accepted request for a job. */
export interface Order {
  readonly machine: Machine;
  readonly input: VerbInput;
  /** Which request of this kind for this machine it is, from 1; or the failed job that the service reacts to. */
  readonly occasion: number | string;
  readonly at: Instant;
  readonly activityId: string;
  readonly effect: FaultEffect | undefined;
  /** The outcome is settled already, whatever the estate is like. */
  readonly outcome?: JobOutcome;
}

/** Starts a job on a machine, and lays down how and when it will end. */
export function startJob(estate: Estate, order: Order): Job {
  const { machine, input, at } = order;
  const { knobs, chance } = estate;
  const id = chance.guid('job', machine.key, input.verb, machine.state.internalIdentifier, order.occasion);
  const { seconds } = verbs[input.verb];
  const scenario = scenarioOf(machine, input.verb, knobs);
  const outcome = order.outcome ?? outcomeOf(estate, order);
  const length = chance.around(seconds(knobs), knobs.jitter, 'length', id);
  const { tasks, endsAt } = layOutTasks(scenario, at, length, outcome);
  const named = namedAt(at, id, knobs, chance);
  const newItemId = renamedTo(estate, machine, input, id);
  const job: Job = {
    id,
    scenario,
    activityId: order.activityId,
    acceptedAt: at,
    namedAt: named,
    tasks,
    endsAt: Math.max(endsAt, named),
    outcome,
    target: {
      itemKey: machine.key,
      identifier: machine.state.internalIdentifier,
      name: machine.item.friendlyName,
      policyId: machine.state.policyId,
      direction: towardsHome(machine, input.verb) ? 'home' : 'to-azure',
      ...(newItemId === undefined ? {} : { newItemId }),
    },
  };
  estate.jobs.add(job);
  return job;
}

/** Starts a job that holds its machine until it ends. */
export function conduct(estate: Estate, order: Order): Job {
  const { machine, at, input } = order;
  const job = startJob(estate, order);
  const allowedOperations = estate.knobs.verbsWhileBusy === 'none' ? [] : machine.state.shown.allowedOperations;
  const before = machine.state.shown;
  machine.become(
    {
      shown: { ...before, allowedOperations },
      job: { id: job.id, scenarioName: job.scenario.scenarioName, startedAt: at },
    },
    at,
  );
  shutDownFor(estate, machine, job, input);
  if (Number.isFinite(job.endsAt))
    estate.due.schedule(job.endsAt, machine.key, () => {
      machine.become({ shown: before, job: undefined }, job.endsAt);
      if (job.outcome.kind === 'failed') afterFailure(estate, machine, input.verb, job);
      else carryOut(estate, machine, input, job);
    });
  return job;
}

/**
 * What a failed job leaves behind. A reprotect that failed after its commit task has committed. A planned failover
 * that failed is undone by the service itself, which starts a cancel job of its own.
 */
function afterFailure(estate: Estate, machine: Machine, verb: Verb, failed: Job): void {
  if (verb === 'reProtect' && (cutTask(failed.scenario, failed.outcome) ?? 0) > COMMIT_TASK)
    commitPending(estate, machine, failed.endsAt);
  if (verb !== 'plannedFailover') return;
  const at = failed.endsAt;
  machine.become({ lastPlannedFailover: { startedAt: failed.acceptedAt, status: 'Failed' } }, at);
  if (!estate.knobs.cancelsFailedFailover) return;
  const activityId = `${estate.chance.guid('service', failed.id)} ActivityId: ${estate.chance.guid('activity', failed.id)}`;
  conduct(estate, {
    machine,
    input: { verb: 'failoverCancel' },
    occasion: failed.id,
    at,
    activityId,
    effect: undefined,
  });
}

function outcomeOf(estate: Estate, { machine, input, effect }: Order): JobOutcome {
  const names = namesFor(estate, machine, input.verb === 'reProtect' ? input.datastore : undefined);
  const failure = effect?.kind === 'job-failure' ? failureOf(effect.code, names) : whyItFails(estate, machine, input);
  if (failure !== undefined) return { kind: 'failed', failure };
  const warning = warningOf(effect?.kind === 'job-warning' ? effect.code : '28175', names);
  if (effect?.kind === 'job-warning' && warning !== undefined)
    return { kind: 'succeeded-with-error', failure: warning };
  if (effect?.kind !== 'job') return { kind: 'succeeded' };
  if (effect.outcome === 'hangs') return { kind: 'hangs' };
  if (effect.outcome === 'partly') return { kind: 'partly' };
  return warning === undefined ? { kind: 'succeeded' } : { kind: 'information', failure: warning };
}

function towardsHome(machine: Machine, verb: Verb): boolean {
  const { phase } = machine.state;
  if (verb === 'reProtect') return phase === 'failed-over' || phase === 'failover-committed';
  return phase === 'protected-back' || phase === 'failed-back';
}
