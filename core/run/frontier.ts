import type { Plan, PlanStep } from '../plan/plan.ts';
import { OpenStepSet } from './open-steps.ts';
import { goesOnWithout, type PlanIndex } from './plan-index.ts';
import type { StepTable } from './step-table.ts';

/**
 * Which steps may start or are under way. What a step still waits for is counted along the plan's edges, so an ending
 * costs what depends on it, whatever the number of machines; only a person's retry, skip or undo counts all anew.
 */
export class Frontier {
  readonly open: OpenStepSet;
  readonly #plan: Plan;
  readonly #index: PlanIndex;
  readonly #table: StepTable;
  readonly #unmet = new Map<string, number>();

  constructor(plan: Plan, index: PlanIndex, table: StepTable) {
    this.#plan = plan;
    this.#index = index;
    this.#table = table;
    this.open = new OpenStepSet(index);
    this.recount();
  }

  /** Takes up the steps that were under way when the run got this plan. */
  carryOn(): void {
    for (const { id } of this.#plan.steps) {
      const { status } = this.#table.get(id);
      if (status === 'running' || status === 'waiting' || status === 'looking' || status === 'asking')
        this.open.add(id);
    }
  }

  /** A step ended well: what waited for it alone may start. */
  passed(id: string): void {
    for (const dependant of this.#index.dependants.get(id) ?? []) this.#met(dependant.id);
  }

  /** A step ended badly: what waits for it stops, except where the wave goes on without it. */
  blocked(step: PlanStep): void {
    for (const dependant of this.#index.dependants.get(step.id) ?? []) {
      const { status } = this.#table.get(dependant.id);
      if (goesOnWithout(this.#index, step, dependant)) this.#met(dependant.id);
      else if (status === 'pending' || status === 'waiting') {
        this.open.delete(dependant.id);
        this.#table.set(dependant.id, { status: 'stopped' });
        this.blocked(dependant);
      }
    }
  }

  /** Counts anew what each step still waits for; after a person changed the outcome of one. */
  recount(): void {
    for (const step of this.#plan.steps) {
      const { unmet, stopped } = this.#waiting(step);
      this.#unmet.set(step.id, unmet);
      const { status } = this.#table.get(step.id);
      if (status !== 'pending' && status !== 'stopped') continue;
      if ((status === 'stopped') !== stopped) this.#table.set(step.id, { status: stopped ? 'stopped' : 'pending' });
      if (unmet === 0) this.open.add(step.id);
      else this.open.delete(step.id);
    }
  }

  #waiting(step: PlanStep): { readonly unmet: number; readonly stopped: boolean } {
    let unmet = 0;
    let stopped = false;
    for (const id of this.#index.waitsFor.get(step.id) ?? []) {
      // A plan of ten thousand machines has a quarter of a million such edges, and this is asked before a resumed run moves.
      const status = this.#table.states.get(id)?.status;
      if (status === undefined || status === 'done' || status === 'skipped') continue;
      const bad = status === 'failed' || status === 'declined' || status === 'stopped';
      const before = bad ? this.#index.steps.get(id) : undefined;
      if (before !== undefined && goesOnWithout(this.#index, before, step)) continue;
      unmet += 1;
      stopped ||= bad;
    }
    return { unmet, stopped };
  }

  #met(id: string): void {
    const unmet = (this.#unmet.get(id) ?? 0) - 1;
    this.#unmet.set(id, unmet);
    if (unmet === 0 && this.#table.get(id).status === 'pending') this.open.add(id);
  }
}
