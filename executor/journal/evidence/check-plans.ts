import { FailbackError } from '../../../core/failback-error.ts';
import { shortHash } from '../../../core/plan/hash-plan.ts';
import { parsePlan } from '../../../core/plan/parse-plan.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import type { RunEvent } from '../../../core/run/events.ts';
import type { RunHead } from '../run-directory.ts';
import { bad, type Check, good } from './check.ts';
import type { RunFiles } from './run-files.ts';

export interface CheckedPlans {
  readonly check: Check;
  /** Undefined where the first plan cannot be trusted. */
  readonly first: Plan | undefined;
  readonly later: ReadonlyMap<string, Plan>;
}

/** Every plan that the run followed is there, and has the decisions that its hash was taken over. */
export async function checkPlans(
  files: RunFiles,
  head: RunHead | undefined,
  events: readonly RunEvent[],
): Promise<CheckedPlans> {
  const what = 'plans';
  const troubles: string[] = [];
  const later = new Map<string, Plan>();
  const first = await planOf(files, 'plan.json', troubles);
  const started = events.find((event) => event.kind === 'run-started');
  if (first !== undefined && head !== undefined && head.planHash !== first.hash)
    troubles.push(
      `'run.json' speaks of the plan ${shortHash(head.planHash)}, and 'plan.json' is ${shortHash(first.hash)}.`,
    );
  if (first !== undefined && started !== undefined && started.planHash !== first.hash)
    troubles.push(
      `The journal begins with the plan ${shortHash(started.planHash)}, and 'plan.json' is ${shortHash(first.hash)}.`,
    );
  if (
    head !== undefined &&
    started !== undefined &&
    (head.id !== started.runId || JSON.stringify(head.target) !== JSON.stringify(started.target))
  )
    troubles.push(`'run.json' and the journal speak of different runs.`);
  for (const event of events) {
    if (event.kind !== 'replanned') continue;
    const name = `plan-${event.number}.json`;
    const plan = await planOf(files, name, troubles);
    if (plan === undefined) continue;
    if (plan.hash === event.planHash) later.set(plan.hash, plan);
    else
      troubles.push(
        `The journal goes on with the plan ${shortHash(event.planHash)}, and '${name}' is ${shortHash(plan.hash)}.`,
      );
  }
  if (troubles.length > 0 || first === undefined) return { check: bad(what, troubles.join(' ')), first, later };
  const count = later.size === 0 ? 'The plan has' : `${later.size + 1} plans have`;
  return { check: good(what, `${count} the decisions that were approved (${shortHash(first.hash)}).`), first, later };
}

async function planOf(files: RunFiles, name: string, troubles: string[]): Promise<Plan | undefined> {
  const bytes = await files.read(name);
  if (bytes === undefined) {
    troubles.push(`'${name}' is missing.`);
    return undefined;
  }
  try {
    return parsePlan(Buffer.from(bytes).toString('utf8'), name);
  } catch (error) {
    if (!(error instanceof FailbackError)) throw error;
    troubles.push(error.message);
    return undefined;
  }
}
