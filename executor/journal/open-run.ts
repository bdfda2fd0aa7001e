import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { FailbackError } from '../../core/failback-error.ts';
import { hashPlan } from '../../core/plan/hash-plan.ts';
import { type Plan, planSchema } from '../../core/plan/plan.ts';
import type { RunEvent } from '../../core/run/events.ts';
import {
  filesFile,
  headFile,
  inventoryFile,
  planFile,
  RUN_VERSION,
  type RunHandle,
  type RunHead,
  runHeadSchema,
} from './run-directory.ts';

/** @throws FailbackError `run-unreadable` or `run-version` */
export async function readHead(run: RunHandle): Promise<RunHead> {
  const data = await readJson(run, headFile(run));
  const version = (data as { version?: unknown } | null)?.version;
  if (typeof version === 'number' && version > RUN_VERSION)
    throw new FailbackError(
      'run-version',
      `The run '${run.id}' has version ${version}: a newer failback made it, and this one might misread it.`,
      'Go on with the failback that began the run, or update this one.',
    );
  const head = runHeadSchema.safeParse(data);
  if (head.success) return head.data;
  throw unreadable(run, headFile(run), head.error);
}

/** The plan as it was approved; it keeps its meaning whatever happens to the files it came from. */
export async function readPlan(run: RunHandle, number = 1): Promise<Plan> {
  const plan = planSchema.safeParse(await readJson(run, planFile(run, number)));
  if (plan.success) return plan.data;
  throw unreadable(run, planFile(run, number), plan.error);
}

/**
 * The plans that the journal goes on with, by their hashes.
 * @throws FailbackError `run-plan-changed` where one is not what was approved
 */
export async function readLaterPlans(run: RunHandle, events: readonly RunEvent[]): Promise<ReadonlyMap<string, Plan>> {
  const plans = new Map<string, Plan>();
  for (const event of events) {
    if (event.kind !== 'replanned') continue;
    const plan = await readPlan(run, event.number);
    if (plan.hash !== event.planHash || hashPlan(plan) !== event.planHash) throw planChanged(run);
    plans.set(plan.hash, plan);
  }
  return plans;
}

/** Approvals are given on a plan's hash, so what runs must be what has it. */
export function planChanged({ id }: RunHandle): FailbackError {
  return new FailbackError(
    'run-plan-changed',
    `The plan of the run '${id}' was changed after the run began, so what was approved is not what would run.`,
    'Restore the folder of the run from a backup. Machines under way can be finished by hand, or by a run of a new plan.',
  );
}

/** The runbook's texts by URI, as they were when the run began. */
export async function readFiles(run: RunHandle, number = 1): Promise<Readonly<Record<string, string>>> {
  const files = z.record(z.string(), z.string()).safeParse(await readJson(run, filesFile(run, number)));
  if (files.success) return files.data;
  throw unreadable(run, filesFile(run, number), files.error);
}

/** The inventory the plan was made from; undefined when there was none. */
export async function readInventoryText(run: RunHandle, number = 1): Promise<string | undefined> {
  return readFile(inventoryFile(run, number), 'utf8').catch(() => undefined);
}

async function readJson(run: RunHandle, path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw unreadable(run, path, cause);
  }
}

function unreadable(run: RunHandle, path: string, cause: unknown): FailbackError {
  return new FailbackError(
    'run-unreadable',
    `The run '${run.id}' cannot be read: '${path}' is missing or not what failback wrote.`,
    'Restore the folder from a backup, or make a new run from the plan.',
    { cause },
  );
}
