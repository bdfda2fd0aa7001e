import type { Plan, PlannedMachine, PlannedWave, PlanStep } from '../plan/plan.ts';

/** A plan with its look-ups. */
export interface PlanIndex {
  readonly steps: ReadonlyMap<string, PlanStep>;
  /** Place of a step in the plan, where what it waits for comes first. */
  readonly order: ReadonlyMap<string, number>;
  /** What each step waits for: what the plan says, and the step before it on its machine's own way. */
  readonly waitsFor: ReadonlyMap<string, readonly string[]>;
  readonly dependants: ReadonlyMap<string, readonly PlanStep[]>;
  readonly machines: ReadonlyMap<string, PlannedMachine>;
  readonly waves: ReadonlyMap<string, PlannedWave>;
  readonly stepsOfMachine: ReadonlyMap<string, readonly PlanStep[]>;
  readonly stepsOfWave: ReadonlyMap<string, readonly PlanStep[]>;
  /** Checks of the facts by wave, in the plan's order: each call asks which one stands before it. */
  readonly preflights: ReadonlyMap<string, readonly PlanStep[]>;
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
  const waitsFor = new Map<string, readonly string[]>();
  const dependants = new Map<string, PlanStep[]>();
  const stepsOfMachine = new Map<string, PlanStep[]>();
  const stepsOfWave = new Map<string, PlanStep[]>();
  const preflights = new Map<string, PlanStep[]>();
  const windows = new Map<string, (PlanStep & { kind: 'window' })[]>();
  const lastOnWay = new Map<string, string>();
  for (const step of plan.steps) {
    const before = withOwnWay(step, lastOnWay);
    waitsFor.set(step.id, before);
    for (const id of before) push(dependants, id, step);
    if (step.machine !== null) push(stepsOfMachine, step.machine, step);
    if (step.wave !== null) push(stepsOfWave, step.wave, step);
    if (step.kind === 'preflight' && step.wave !== null) push(preflights, step.wave, step);
    if (step.kind === 'window' && step.wave !== null) push(windows, step.wave, step);
  }
  return {
    steps: new Map(plan.steps.map((step) => [step.id, step])),
    order: new Map(plan.steps.map((step, place) => [step.id, place])),
    waitsFor,
    dependants,
    machines: new Map(plan.machines.map((machine) => [machine.name, machine])),
    waves: new Map(plan.waves.map((wave) => [wave.name, wave])),
    stepsOfMachine,
    stepsOfWave,
    preflights,
    windows,
  };
}

/** Steps that bring one machine home, each of which makes sense only after the one before it. */
const WAY: readonly PlanStep['kind'][] = ['reprotect', 'replicate', 'failover', 'commit', 'protect', 'home'];

/**
 * In the plan a gate may stand between two steps of a machine, and where the wave goes on without failed machines that
 * gate opens without them. The machine itself must not: protecting one whose commit failed would commit it unasked.
 */
function withOwnWay(step: PlanStep, lastOnWay: Map<string, string>): readonly string[] {
  if (step.machine === null || !WAY.includes(step.kind)) return step.waitsFor;
  const before = lastOnWay.get(step.machine);
  lastOnWay.set(step.machine, step.id);
  return before === undefined || step.waitsFor.includes(before) ? step.waitsFor : [...step.waitsFor, before];
}

function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
