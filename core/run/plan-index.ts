import type { Plan, PlannedMachine, PlannedWave, PlanStep } from '../plan/plan.ts';

/** A plan with its look-ups. */
export interface PlanIndex {
  readonly steps: ReadonlyMap<string, PlanStep>;
  /** Place of a step in the plan, where what it waits for comes first. */
  readonly order: ReadonlyMap<string, number>;
  readonly dependants: ReadonlyMap<string, readonly PlanStep[]>;
  readonly machines: ReadonlyMap<string, PlannedMachine>;
  readonly waves: ReadonlyMap<string, PlannedWave>;
  readonly stepsOfMachine: ReadonlyMap<string, readonly PlanStep[]>;
  readonly stepsOfWave: ReadonlyMap<string, readonly PlanStep[]>;
  /** Windows by wave. */
  readonly windows: ReadonlyMap<string, readonly (PlanStep & { kind: 'window' })[]>;
}

const indexes = new WeakMap<Plan, PlanIndex>();

/** Builds the look-ups once for each plan object. */
export function indexOf(plan: Plan): PlanIndex {
  const known = indexes.get(plan);
  if (known !== undefined) return known;
  const index = indexed(plan);
  indexes.set(plan, index);
  return index;
}

/**
 * Whether a step that did not end well lets this dependant go on: in a wave that goes on without a failed machine, what
 * belongs to other machines or to the whole wave does.
 */
export function goesOnWithout(index: PlanIndex, failed: PlanStep, dependant: PlanStep): boolean {
  if (failed.machine === null || failed.machine === dependant.machine) return false;
  const wave = failed.wave === null ? undefined : index.waves.get(failed.wave);
  return wave?.onFailure === 'continue';
}

function indexed(plan: Plan): PlanIndex {
  const dependants = new Map<string, PlanStep[]>();
  const stepsOfMachine = new Map<string, PlanStep[]>();
  const stepsOfWave = new Map<string, PlanStep[]>();
  const windows = new Map<string, (PlanStep & { kind: 'window' })[]>();
  for (const step of plan.steps) {
    for (const id of step.waitsFor) push(dependants, id, step);
    if (step.machine !== null) push(stepsOfMachine, step.machine, step);
    if (step.wave !== null) push(stepsOfWave, step.wave, step);
    if (step.kind === 'window' && step.wave !== null) push(windows, step.wave, step);
  }
  return {
    steps: new Map(plan.steps.map((step) => [step.id, step])),
    order: new Map(plan.steps.map((step, place) => [step.id, place])),
    dependants,
    machines: new Map(plan.machines.map((machine) => [machine.name, machine])),
    waves: new Map(plan.waves.map((wave) => [wave.name, wave])),
    stepsOfMachine,
    stepsOfWave,
    windows,
  };
}

function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
