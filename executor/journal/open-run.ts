import { z } from 'zod';
import { FailbackError } from '../../core/failback-error.ts';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { hashPlan } from '../../core/plan/hash-plan.ts';
import { PLAN_VERSION, type Plan, planSchema } from '../../core/plan/plan.ts';
import type { RunEvent } from '../../core/run/events.ts';
import { firstSums, type LaidDown, readLaidDown, type Sums } from './laid-down.ts';
import { readPlainText } from './read-plain.ts';
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
  return (await readPlanFile(run, number, number === 1 ? await firstSums(run) : {})).plan;
}

/**
 * The plan that the run began with, as it may be executed.
 * @throws FailbackError `run-plan-changed` where it is not what was approved
 */
export async function readFirstPlan(run: RunHandle, planHash: string): Promise<Plan> {
  return asApproved(run, await readPlanFile(run, 1, await firstSums(run)), planHash);
}

interface PlanOnDisk extends Omit<LaidDown, 'bytes'> {
  readonly plan: Plan;
}

/** What failback laid down itself was looked at then. Schema and hash take seconds with the plan of thousands of machines. */
async function readPlanFile(run: RunHandle, number: number, sums: Sums): Promise<PlanOnDisk> {
  const path = planFile(run, number);
  const { bytes, untouched, changed } = await readLaidDown(path, sums).catch((cause) => {
    throw unreadable(run, path, cause);
  });
  const data = jsonOf(run, path, bytes.toString('utf8'));
  if (untouched && (data as Plan).version === PLAN_VERSION) return { plan: data as Plan, untouched, changed };
  const plan = planSchema.safeParse(data);
  if (plan.success) return { plan: plan.data, untouched: false, changed };
  throw unreadable(run, path, plan.error);
}

/** The decisions have the hash that was approved, and where the journal has the file's own hash, its words are those too. */
function asApproved(run: RunHandle, { plan, untouched, changed }: PlanOnDisk, planHash: string): Plan {
  if (changed || plan.hash !== planHash || !(untouched || hashPlan(plan) === planHash)) throw planChanged(run);
  return plan;
}

/**
 * The plans that the journal goes on with, by their hashes.
 * @throws FailbackError `run-plan-changed` where one is not what was approved
 */
export async function readLaterPlans(run: RunHandle, events: readonly RunEvent[]): Promise<ReadonlyMap<string, Plan>> {
  const plans = new Map<string, Plan>();
  for (const event of events) {
    if (event.kind !== 'replanned') continue;
    const plan = asApproved(run, await readPlanFile(run, event.number, event.files), event.planHash);
    plans.set(plan.hash, plan);
  }
  return plans;
}

/** Approvals are given on a plan's hash, so what runs must be what has it. */
function planChanged({ id }: RunHandle): FailbackError {
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

/**
 * The facts that a plan of the run was made from, given when somebody first asks for them: a run that is taken up sends
 * its first request before it needs them. What was changed since failback wrote it is read at once, and may throw.
 * @throws FailbackError `inventory-unreadable`, `inventory-version`, `inventory-invalid`
 */
export async function readInventory(run: RunHandle, number: number, sums: Sums): Promise<() => Inventory | undefined> {
  const path = inventoryFile(run, number);
  const file = await readLaidDown(path, sums).catch(() => undefined);
  if (file === undefined) return () => undefined;
  let waiting: Buffer | undefined = file.bytes;
  let known: Inventory | undefined;
  const facts = () => {
    if (waiting !== undefined) known = parseInventory(waiting.toString('utf8'), path);
    waiting = undefined;
    return known;
  };
  if (!file.untouched) facts();
  return facts;
}

/** The inventory the plan was made from; undefined when there was none. */
export async function readInventoryText(run: RunHandle, number = 1): Promise<string | undefined> {
  return readPlainText(inventoryFile(run, number)).catch(() => undefined);
}

async function readJson(run: RunHandle, path: string): Promise<unknown> {
  const text = await readPlainText(path).catch((cause) => {
    throw unreadable(run, path, cause);
  });
  return jsonOf(run, path, text);
}

function jsonOf(run: RunHandle, path: string, text: string): unknown {
  try {
    return JSON.parse(text);
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
