import type { Plan, PlannedWave, PlanStep } from '../plan/plan.ts';
import { whereItStands } from './left-behind.ts';
import { indexOf } from './plan-index.ts';
import type { RunState, StepState } from './state.ts';
import { fractionOf, isOver, noteOf } from './step-progress.ts';
import { withWhereItStands } from './stopping.ts';
import { later, type TimeLeft, timeLeftByStep } from './time-left.ts';
import type { MachineView, RunView, StepProgress, StepView, WaveView } from './view.ts';

/** Draws what people look at from plan, state and the latest figures. */
export function projectView(plan: Plan, state: RunState, progress: readonly StepProgress[], now: Date): RunView {
  const figures = new Map(progress.map((figure) => [figure.step, figure]));
  const views = new Map<string, StepView>();
  for (const step of plan.steps) {
    const at = state.steps.get(step.id);
    if (at === undefined) continue;
    views.set(step.id, stepView(step, withWhereItStands(plan, state, step, at), figures.get(step.id), now));
  }
  const over = state.endedAt !== undefined;
  const left = over ? undefined : timeLeftByStep(plan, state, figures, now);
  const all = [...views.values()];
  const waves = plan.waves.map((wave) => withWhatIsLeft(plan, state, waveView(plan, wave, views, left)));
  const machines = waves.flatMap((wave) => wave.machines);
  return {
    plan,
    state,
    now: now.toISOString(),
    fraction: state.status === 'done' ? 1 : weighted(all),
    timeLeft:
      left === undefined ? undefined : [...left.values()].reduce<TimeLeft>(later, { low: 0, likely: 0, high: 0 }),
    waves,
    steps: all.filter(({ plan: step }) => step.wave === null && step.machine === null),
    open: over ? [] : all.filter(waitsForPerson),
    home: machines.filter(({ status }) => status === 'home').length,
  };
}

/** Of an ended run nobody waits any more: its machines say where they were left, and what to do with them. */
function withWhatIsLeft(plan: Plan, state: RunState, wave: WaveView): WaveView {
  if (state.endedAt === undefined || state.status === 'done') return wave;
  const machines = wave.machines.map(
    (machine): MachineView =>
      machine.status === 'home' || machine.status === 'failed'
        ? machine
        : { ...machine, status: 'stopped', current: whereItStands(plan, state, machine.name) },
  );
  const isOpen = wave.status === 'running' || wave.status === 'waiting';
  return { ...wave, machines, ...(isOpen ? { status: 'stopped' as const, current: 'Stopped' } : {}) };
}

function stepView(plan: PlanStep, state: StepState, figure: StepProgress | undefined, now: Date): StepView {
  return { plan, state, fraction: fractionOf(plan, state, figure, now), note: noteOf(plan, state, figure) };
}

function waveView(
  plan: Plan,
  wave: PlannedWave,
  views: ReadonlyMap<string, StepView>,
  left: ReadonlyMap<string, TimeLeft> | undefined,
): WaveView {
  const mine = [...stepsOfWave(plan, wave, views)];
  const status = waveStatus(mine);
  const moving = mine.find(({ state }) => isMoving(state)) ?? mine.find(({ state }) => state.status === 'failed');
  return {
    name: wave.name,
    fraction: weighted(mine),
    status,
    current: moving?.plan.title ?? between(status, mine),
    timeLeft: status === 'done' || left === undefined ? undefined : longest(mine, left),
    machines: wave.machines.map((name) => machineView(name, stepsOfMachine(plan, name, views))),
    steps: mine.filter(({ plan: step }) => step.machine === null),
  };
}

/** What to say of a wave of which no step is under way: one that waits for another wave has not stopped. */
function between(status: WaveView['status'], steps: readonly StepView[]): string {
  if (status === 'done') return 'Done';
  if (status === 'pending') return 'Not yet begun';
  const coming = steps.find(({ state }) => state.status === 'pending');
  return status === 'waiting' && coming !== undefined ? `Next: ${coming.plan.title}` : 'Stopped';
}

function machineView(name: string, steps: readonly StepView[]): MachineView {
  const status = machineStatus(steps);
  const moving =
    steps.find(({ state }) => state.status === 'failed') ??
    steps.find(({ state }) => isMoving(state)) ??
    steps.find(({ state }) => state.status === 'pending');
  return {
    name,
    status,
    fraction: weighted(steps),
    current: status === 'home' ? 'Home' : (moving?.plan.title ?? ''),
    steps,
  };
}

function machineStatus(steps: readonly StepView[]): MachineView['status'] {
  const some = (...statuses: readonly StepState['status'][]) =>
    steps.some(({ state }) => statuses.includes(state.status));
  if (some('failed', 'declined')) return 'failed';
  const home = steps.findLast(({ plan }) => plan.kind === 'home');
  if (home?.state.status === 'done') return 'home';
  if (some('running', 'looking')) return 'running';
  if (some('asking', 'waiting')) return 'waiting';
  if (some('stopped', 'skipped')) return 'stopped';
  if (steps.length > 0 && steps.every(({ state }) => state.status === 'done'))
    return home === undefined ? 'waiting' : 'home';
  return some('done') ? 'waiting' : 'pending';
}

function waveStatus(steps: readonly StepView[]): WaveView['status'] {
  const count = (...statuses: readonly StepState['status'][]) =>
    steps.filter(({ state }) => statuses.includes(state.status)).length;
  if (count('running', 'looking') > 0) return 'running';
  if (count('asking', 'waiting') > 0) return 'waiting';
  if (count('failed', 'declined') > 0) return 'failed';
  if (count('done', 'skipped') === steps.length) return 'done';
  if (count('stopped') > 0) return 'stopped';
  return count('done', 'skipped') > 0 ? 'waiting' : 'pending';
}

function* stepsOfWave(plan: Plan, wave: PlannedWave, views: ReadonlyMap<string, StepView>): Generator<StepView> {
  for (const step of indexOf(plan).stepsOfWave.get(wave.name) ?? []) {
    const view = views.get(step.id);
    if (view !== undefined) yield view;
  }
}

function stepsOfMachine(plan: Plan, name: string, views: ReadonlyMap<string, StepView>): readonly StepView[] {
  return (indexOf(plan).stepsOfMachine.get(name) ?? []).flatMap(({ id }) => views.get(id) ?? []);
}

function isMoving(state: StepState): boolean {
  return state.startedAt !== undefined && !isOver(state) && state.status !== 'pending';
}

function waitsForPerson({ plan, state }: StepView): boolean {
  if (state.status === 'asking') return true;
  return state.status === 'waiting' && plan.kind !== 'hold' && plan.kind !== 'window';
}

/** Steps weigh what they are expected to take, so that three days of replication are not one tick among ten. */
function weighted(steps: readonly StepView[]): number {
  let done = 0;
  let whole = 0;
  for (const { plan, fraction } of steps) {
    const weight = Math.max(1, plan.kind === 'hold' ? plan.for : plan.estimate.likely);
    done += weight * fraction;
    whole += weight;
  }
  return whole === 0 ? 0 : done / whole;
}

function longest(steps: readonly StepView[], left: ReadonlyMap<string, TimeLeft>): TimeLeft {
  return steps.reduce<TimeLeft>((most, { plan }) => later(most, left.get(plan.id) ?? most), {
    low: 0,
    likely: 0,
    high: 0,
  });
}
