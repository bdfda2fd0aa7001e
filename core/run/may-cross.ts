import type { GateStep, Plan, PlanStep } from '../plan/plan.ts';
import { finalStages } from '../plan/points-of-no-return.ts';
import { WAY_HOME } from '../plan/way-home.ts';
import type { RunCall } from './action.ts';
import type { EventFailure } from './events.ts';
import { holds } from './gates.ts';
import { indexOf } from './plan-index.ts';
import type { RunState } from './state.ts';

type Stage = (PlanStep & { kind: 'approve' })['stage'];

/**
 * Why a call must not be sent although the run is about to: a point of no return that nobody let pass. The order of the
 * plan keeps such a call back already; this asks the journal's answers themselves, by another way, right before the
 * call. So neither a mistake in that order nor a journal that says more than people did gets across.
 *
 * What `after-all` removes is not asked for here: it is the runbook's own word, and it waits for machines that are home.
 */
export function mayNotCross(
  plan: Plan,
  state: RunState,
  id: string,
  operation: RunCall['operation'],
): EventFailure | undefined {
  const step = indexOf(plan).steps.get(id);
  if (operation === 'delete-old-machine')
    return refused(id, 'An old machine is deleted by people, and never by a call of a run.');
  const stage = stageOf(operation);
  if (step === undefined || stage === undefined) return undefined;
  const { approvals, preflights } = guardsOf(plan, step, stage);
  const rehearsed = state.target.kind !== 'azure';
  // A rehearsal may try a runbook whose gates are still to be written.
  if (!rehearsed && approvals.length === 0 && isFinal(plan, stage) && !passesWithoutApproval(plan, step, stage))
    return refused(id, `The plan has no approval before this point of no return, and no 'without-approval' either.`);
  for (const gate of approvals) {
    const at = state.steps.get(gate.id);
    if (at?.status !== 'done' || !holds(gate, at.answers, plan.hash, rehearsed))
      return refused(id, `'${gate.title}' stands before it, and the journal has no answer on this plan that opens it.`);
  }
  const unchecked = preflights.find((preflight) => state.steps.get(preflight.id)?.status !== 'done');
  if (unchecked !== undefined)
    return refused(id, `'${unchecked.title}' stands before it, and the facts were not checked.`);
  const commit = stage === 'protect' ? commitOf(plan, step) : undefined;
  // From a pending commit, protecting again commits by itself.
  if (commit !== undefined && state.steps.get(commit.id)?.status !== 'done')
    return refused(id, `The commit of '${step.machine}' is not done, and protecting it now would commit it unasked.`);
  return undefined;
}

function stageOf(operation: RunCall['operation']): Stage | undefined {
  switch (operation) {
    case 'planned-failover':
    case 'unplanned-failover':
      return 'failover';
    case 'reprotect':
    case 'commit':
    case 'protect':
      return operation;
    default:
      return undefined;
  }
}

function isFinal({ architecture, part }: Plan, stage: Stage): boolean {
  return finalStages(architecture, part).includes(stage);
}

function passesWithoutApproval({ withoutApproval }: Plan, { wave }: PlanStep, stage: Stage): boolean {
  return withoutApproval.some((passed) => passed.wave === wave && passed.stage === stage);
}

function commitOf(plan: Plan, { machine }: PlanStep): PlanStep | undefined {
  const way = machine === null ? undefined : indexOf(plan).stepsOfMachine.get(machine);
  return way?.find(({ kind }) => kind === 'commit');
}

interface Guards {
  readonly approvals: readonly GateStep[];
  readonly preflights: readonly PlanStep[];
}

const known = new WeakMap<Plan, Map<string, Guards>>();

/** Approvals and checks that dominate a step, by going back from it; machines of a wave share theirs, so each is found once. */
function guardsOf(plan: Plan, step: PlanStep, stage: Stage): Guards {
  const ofPlan = known.get(plan) ?? new Map<string, Guards>();
  known.set(plan, ofPlan);
  const direct = sharedStepsBefore(plan, step);
  const key = [stage, step.wave, ...direct.map(({ id }) => id)].join('\n');
  const guards = ofPlan.get(key) ?? guardsBehind(plan, direct, step.wave, stage);
  ofPlan.set(key, guards);
  return guards;
}

function guardsBehind(plan: Plan, direct: readonly PlanStep[], wave: string | null, stage: Stage): Guards {
  const approvals: GateStep[] = [];
  const preflights: PlanStep[] = [];
  const seen = new Set(direct);
  for (const step of seen) {
    if (step.wave === wave && step.kind === 'approve' && step.stage === stage) approvals.push(step);
    if (step.wave === wave && step.kind === 'preflight') preflights.push(step);
    for (const before of sharedStepsBefore(plan, step)) seen.add(before);
  }
  return { approvals, preflights };
}

function sharedStepsBefore(plan: Plan, { waitsFor }: PlanStep): readonly PlanStep[] {
  const { steps } = indexOf(plan);
  return waitsFor.flatMap((id) => {
    const before = steps.get(id);
    // Behind a stage of the machine's own way stands another one, with approvals of its own.
    return before === undefined || WAY_HOME.includes(before.kind) ? [] : [before];
  });
}

function refused(step: string, why: string): EventFailure {
  return {
    code: 'not-approved',
    message: `${why} Nothing was sent.`,
    remedy: `Look at the plan and the journal of this run: what stands there is not what this failback would have written. Then take the step up again:\n  failback retry RUN ${step} --because "…"`,
  };
}
