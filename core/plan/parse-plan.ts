import { z } from 'zod';
import { FailbackError } from '../failback-error.ts';
import { hashPlan, shortHash } from './hash-plan.ts';
import { PLAN_VERSION, type Plan, planSchema } from './plan.ts';

/** Runs that began with such a plan are still read. */
const OLDEST = 1;

/**
 * Reads a plan file's text. What comes back is whole: each step comes after what it waits for, and the hash is that of the
 * decisions.
 * @throws FailbackError `plan-unreadable`, `plan-version`, `plan-invalid` or `plan-tampered`, each with what to do.
 */
export function parsePlan(text: string, name: string): Plan {
  const data = parseJson(text, name);
  refuseOtherVersion(data, name);
  const parsed = planSchema.safeParse(data);
  if (!parsed.success) throw invalid(name, firstProblem(parsed.error), parsed.error);
  refuseTampering(parsed.data, name);
  refuseDisorder(parsed.data, name);
  return parsed.data;
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FailbackError(
      'plan-unreadable',
      `The plan '${name}' is not JSON: ${(cause as Error).message}.`,
      'The file may have been cut off or edited by hand. Make the plan anew, or restore it from version control.',
      { cause },
    );
  }
}

function refuseOtherVersion(data: unknown, name: string): void {
  const head = z.object({ schema: z.literal('failback/plan'), version: z.number() }).safeParse(data);
  if (!head.success)
    throw new FailbackError(
      'plan-invalid',
      `'${name}' is not a failback plan: its "schema" is not "failback/plan".`,
      'Point at a file that `failback plan FILE --out plan.json` wrote.',
    );
  const { version } = head.data;
  if (version === PLAN_VERSION || version === OLDEST) return;
  throw new FailbackError(
    'plan-version',
    `The plan '${name}' has version ${version}; this failback reads versions ${OLDEST} to ${PLAN_VERSION}.`,
    version > PLAN_VERSION
      ? 'A newer failback made it. Update failback, or make the plan with this one and have it reviewed.'
      : 'Make the plan anew with this failback, and have it reviewed.',
  );
}

/** A run trusts the order of the steps, so it is checked once, here. */
function refuseDisorder({ steps, criticalPath }: Plan, name: string): void {
  const before = new Set<string>();
  for (const { id, waitsFor } of steps) {
    const missing = waitsFor.find((other) => !before.has(other));
    if (missing !== undefined)
      throw invalid(name, `the step '${id}' waits for '${missing}', which does not come before it`);
    if (before.has(id)) throw invalid(name, `there are two steps '${id}'`);
    before.add(id);
  }
  const stray = criticalPath.find((id) => !before.has(id));
  if (stray !== undefined) throw invalid(name, `the critical path names '${stray}', which is no step`);
}

function refuseTampering(plan: Plan, name: string): void {
  const actual = hashPlan(plan);
  if (actual === plan.hash) return;
  throw new FailbackError(
    'plan-tampered',
    `The plan '${name}' was changed after it was made: it says it is ${shortHash(plan.hash)}, and its decisions are ` +
      `${shortHash(actual)}. What runs would not be what was reviewed.`,
    'Restore the file that was reviewed, or change the runbook instead, make the plan anew and have it reviewed.',
  );
}

function invalid(name: string, problem: string, cause?: unknown): FailbackError {
  return new FailbackError(
    'plan-invalid',
    `The plan '${name}' is not whole: ${problem}.`,
    'Make the plan anew from its runbook, or restore the file from version control.',
    { cause },
  );
}

function firstProblem(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'it does not have the expected shape';
  const place = issue.path.length === 0 ? 'the file' : `'${issue.path.join('.')}'`;
  return `${place}: ${issue.message}`;
}
