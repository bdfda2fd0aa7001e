import { decisionOf } from '../plan/decisions.ts';
import { hashPlan } from '../plan/hash-plan.ts';
import { movedDecisions } from '../plan/moved-decisions.ts';
import type { Plan, PlannedMachine, PlanStep } from '../plan/plan.ts';
import { readableList } from '../plan/readable.ts';
import { askedAgain } from './asked-again.ts';
import type { LedgerState } from './ledger.ts';
import { indexOf } from './plan-index.ts';
import { callsOf } from './step-calls.ts';

/** What it comes to when a run that is under way is planned anew. */
export type Replan =
  /** The decisions still to come are what they were. */
  | { readonly kind: 'same' }
  /** What was done already rests on decisions that no longer follow; full sentences. */
  | { readonly kind: 'contradicts'; readonly why: readonly string[] }
  | {
      readonly kind: 'moves';
      /** What the run would follow: what is done as it was decided, what is to come as it is decided now. */
      readonly plan: Plan;
      readonly moved: readonly string[];
      /** Steps that go back to their beginning. */
      readonly again: readonly string[];
      /** What would stand in the way of a live run and did not before. */
      readonly blockedBy: readonly string[];
    };

/**
 * Goes on by a plan that was made from newer facts. Steps that Azure accepted, or that are under way, are never decided
 * anew: where the new plan wants them otherwise, there is no going on by it. Pure, and the same again for its own result.
 */
export function replan(plan: Plan, state: LedgerState, fresh: Plan): Replan {
  const why = [...ofTheWhole(plan, fresh), ...ofMachines(plan, state, fresh), ...ofSteps(plan, state, fresh)];
  if (why.length > 0) return { kind: 'contradicts', why };
  const continued = continuedPlan(plan, state, fresh);
  const moved = movedDecisions(plan, continued, openSteps(plan, state));
  if (moved.length === 0) return { kind: 'same' };
  const known = new Set(plan.blockedBy);
  return {
    kind: 'moves',
    plan: continued,
    moved,
    again: askedAgain(plan, state, continued),
    blockedBy: continued.blockedBy.filter((sentence) => !known.has(sentence)),
  };
}

function openSteps(plan: Plan, state: LedgerState): ReadonlySet<string> {
  const over = (id: string) => ['done', 'skipped'].includes(state.steps.get(id)?.status ?? '');
  return new Set(plan.steps.filter(({ id }) => !over(id)).map(({ id }) => id));
}

function continuedPlan(plan: Plan, state: LedgerState, fresh: Plan): Plan {
  const { steps: known } = indexOf(fresh);
  const steps = fresh.steps.map((step) => (isKept(state, step.id) ? asItWas(plan, step) : step));
  const places = new Map(steps.map(({ id }, at) => [id, at]));
  // What was done and is not wanted any more stays part of the story, after whatever it waited for.
  const gone = plan.steps.filter(({ id }) => !known.has(id) && isKept(state, id));
  const after = new Map<number, PlanStep[]>();
  for (const step of gone) {
    const waitsFor = step.waitsFor.filter((id) => places.has(id));
    const place = Math.max(-1, ...waitsFor.map((id) => places.get(id) ?? -1));
    places.set(step.id, place);
    after.set(place, [...(after.get(place) ?? []), { ...step, waitsFor }]);
  }
  const all = [...(after.get(-1) ?? []), ...steps.flatMap((step, at) => [step, ...(after.get(at) ?? [])])];
  const unhashed = { ...fresh, steps: all };
  return { ...unhashed, hash: hashPlan(unhashed) };
}

/** Done, left out, or under way: nothing of it is decided anew. */
function isKept(state: LedgerState, id: string): boolean {
  const status = state.steps.get(id)?.status;
  return (
    status === 'done' || status === 'skipped' || status === 'running' || status === 'looking' || status === 'asking'
  );
}

/** What it does stays; what it waits for is the new plan's. Gates and checks that are done may be asked in other words. */
function asItWas(plan: Plan, fresh: PlanStep): PlanStep {
  const before = indexOf(plan).steps.get(fresh.id);
  return before === undefined || callsOf(fresh).length === 0 ? fresh : { ...before, waitsFor: fresh.waitsFor };
}

function ofTheWhole(plan: Plan, fresh: Plan): string[] {
  const sentences: string[] = [];
  if (plan.vault.id !== fresh.vault.id) sentences.push('The vault is another one now. A run belongs to one vault.');
  if (plan.architecture !== fresh.architecture) sentences.push('The architecture is another one now.');
  if (plan.part !== fresh.part || plan.runbook.name !== fresh.runbook.name)
    sentences.push('This is the plan of another runbook, or of another part of it.');
  return sentences;
}

const bound: readonly (readonly [what: string, key: keyof PlannedMachine])[] = [
  ['wave', 'wave'],
  ['protected item', 'itemId'],
  ['machine in Azure', 'azureVmId'],
  ['location', 'location'],
  ['way home', 'via'],
  ['datastore', 'datastore'],
];

/** Whatever a call of this run has reached is bound to how it was decided. */
function ofMachines(plan: Plan, state: LedgerState, fresh: Plan): string[] {
  const now = indexOf(fresh).machines;
  return [...machinesReached(plan, state)].flatMap((name) => {
    const before = indexOf(plan).machines.get(name);
    const after = now.get(name);
    if (before === undefined) return [];
    if (after === undefined) return [`'${name}' is under way, and the new plan does not move it any more.`];
    const otherwise = bound.filter(([, key]) => before[key] !== after[key]);
    return otherwise.map(
      ([what, key]) =>
        `'${name}' is under way, and its ${what} was '${before[key] ?? 'not known'}' and would be '${after[key] ?? 'not known'}' now.`,
    );
  });
}

function machinesReached(plan: Plan, state: LedgerState): ReadonlySet<string> {
  return new Set(
    plan.steps.flatMap(({ id, machine }) =>
      machine !== null && state.steps.get(id)?.acceptedBy !== undefined ? [machine] : [],
    ),
  );
}

function ofSteps(plan: Plan, state: LedgerState, fresh: Plan): string[] {
  const now = indexOf(fresh).steps;
  const otherwise = plan.steps.filter((step) => {
    const status = state.steps.get(step.id)?.status;
    if (!isKept(state, step.id) || status === 'skipped') return false;
    const after = now.get(step.id);
    const underWay = status !== 'done';
    if (after === undefined) return underWay;
    return (underWay || callsOf(step).length > 0) && !sameDecision(step, after);
  });
  if (otherwise.length === 0) return [];
  const ids = readableList(otherwise.map(({ id }) => id));
  return [`What is done or under way would be decided otherwise now: ${ids}.`];
}

function sameDecision(before: PlanStep, after: PlanStep): boolean {
  // Leftovers become fewer by the run's own doing.
  if (before.kind === 'remove-leftovers') return true;
  return JSON.stringify(decisionOf(before)) === JSON.stringify(decisionOf(after));
}
