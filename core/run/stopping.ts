import type { Plan, PlanStep } from '../plan/plan.ts';
import type { EventFailure, RunEventBody } from './events.ts';
import { whereItStands } from './left-behind.ts';
import { indexOf } from './plan-index.ts';
import type { RunState, StepState } from './state.ts';
import { isOver } from './step-progress.ts';

/** Whose word a machine, or what a wave has in common, stands still on. */
export interface Stop {
  readonly who: string;
  readonly because: string;
}

/** Whose step it is: a machine's, or everybody's in a wave. */
export function subjectOf({ machine, wave }: PlanStep): string {
  return machine === null ? `wave/${wave ?? ''}` : `machine/${machine}`;
}

/** Stopping a wave stops what its machines have in common, and each of them; each is taken up again by itself. */
export function subjectsOf(plan: Plan, what: 'machine' | 'wave', name: string): readonly string[] {
  if (what === 'machine') return [`machine/${name}`];
  const machines = indexOf(plan).waves.get(name)?.machines ?? [];
  return [`wave/${name}`, ...machines.map((machine) => `machine/${machine}`)];
}

/**
 * What stops at once. Where a call is out, its step is let end, and the next one stops when its turn comes: nobody may call
 * undone what Azure does.
 */
export function stoppedAtOnce(
  plan: Plan,
  state: RunState,
  subjects: readonly string[],
  stop: Stop,
): readonly RunEventBody[] {
  const { stepsOfMachine, stepsOfWave } = indexOf(plan);
  return subjects.flatMap((subject): readonly RunEventBody[] => {
    const [kind, name = ''] = [subject.slice(0, subject.indexOf('/')), subject.slice(subject.indexOf('/') + 1)];
    const steps =
      kind === 'machine'
        ? (stepsOfMachine.get(name) ?? [])
        : (stepsOfWave.get(name) ?? []).filter(({ machine }) => machine === null);
    const next = steps.find(({ id }) => {
      const at = state.steps.get(id);
      return at !== undefined && !isOver(at);
    });
    if (next === undefined || isOut(next, state.steps.get(next.id))) return [];
    return [{ kind: 'step-failed', step: next.id, failure: stoppedFailure(next, stop) }];
  });
}

/** Where the machine stands is not written down with it: it may be taken home, or its failover back, while this stands. */
export function stoppedFailure(step: PlanStep, { who, because }: Stop): EventFailure {
  const what = step.machine === null ? `wave '${step.wave}'` : `'${step.machine}'`;
  return {
    code: STOPPED,
    message: `${who} stopped ${what}: ${because}.`.replace(/\.\.$/, '.'),
    remedy: `Let it go on:\n  failback retry RUN ${step.id} --because "…"`,
  };
}

/** A step that a person stopped, with where its machine stands now. */
export function withWhereItStands(plan: Plan, state: RunState, step: PlanStep, at: StepState): StepState {
  const { failure } = at;
  if (failure?.code !== STOPPED || step.machine === null) return at;
  return { ...at, failure: { ...failure, message: `${failure.message} ${whereItStands(plan, state, step.machine)}` } };
}

/** Code of a step that a person stopped. */
const STOPPED = 'stopped';

/** Something of it is under way in Azure, or may be, or a script of it runs. */
function isOut({ kind }: PlanStep, state: StepState | undefined): boolean {
  if (state === undefined || state.status === 'pending' || state.status === 'waiting') return false;
  if (state.status !== 'running') return true;
  return kind !== 'replicate' && kind !== 'home' && kind !== 'registered';
}
