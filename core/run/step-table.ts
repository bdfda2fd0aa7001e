import type { PlanStep } from '../plan/plan.ts';
import type { PlanIndex } from './plan-index.ts';
import type { StepState, StepStatus } from './state.ts';

/** The states of all steps, counted as they change. */
export class StepTable {
  readonly states = new Map<string, StepState>();
  readonly count: Record<StepStatus, number> = {
    pending: 0,
    running: 0,
    waiting: 0,
    looking: 0,
    asking: 0,
    done: 0,
    failed: 0,
    declined: 0,
    skipped: 0,
    stopped: 0,
  };
  readonly #index: PlanIndex;
  #forPeople = 0;

  /** @param before states of steps under another plan of the run; a step that this plan does not have is forgotten */
  constructor(index: PlanIndex, before: ReadonlyMap<string, StepState> = new Map()) {
    this.#index = index;
    for (const id of index.steps.keys()) {
      const state = before.get(id) ?? pending(id);
      this.states.set(id, state);
      this.count[state.status] += 1;
      this.#forPeople += this.#waitsForPerson(state);
    }
  }

  /** Steps that are under way by themselves, and those that wait for a person. */
  get moving(): { readonly byThemselves: number; readonly forPeople: number } {
    const { running, looking, waiting, asking } = this.count;
    return { byThemselves: running + looking + waiting + asking - this.#forPeople, forPeople: this.#forPeople };
  }

  /** @throws Error for a step that the plan does not have: the journal belongs to another plan */
  get(id: string): StepState {
    const state = this.states.get(id);
    if (state === undefined) throw new Error(`The journal tells of step '${id}', which the plan does not have.`);
    return state;
  }

  /** @throws Error for a step that the plan does not have */
  planned(id: string): PlanStep {
    const step = this.#index.steps.get(id);
    if (step === undefined) throw new Error(`The journal tells of step '${id}', which the plan does not have.`);
    return step;
  }

  set(id: string, patch: Partial<StepState>): void {
    const before = this.get(id);
    const after = { ...before, ...patch };
    this.states.set(id, after);
    this.count[before.status] -= 1;
    this.count[after.status] += 1;
    this.#forPeople += this.#waitsForPerson(after) - this.#waitsForPerson(before);
  }

  /** Once a sentence: whoever reads it wants to know what there was, not how often it was asked. */
  survived(id: string, message: string): void {
    const { survived } = this.get(id);
    if (!survived.includes(message)) this.set(id, { survived: [...survived, message] });
  }

  #waitsForPerson({ id, status }: StepState): 0 | 1 {
    if (status === 'asking') return 1;
    if (status !== 'waiting') return 0;
    const { kind } = this.planned(id);
    return kind === 'hold' || kind === 'window' ? 0 : 1;
  }
}

function pending(id: string): StepState {
  return {
    id,
    status: 'pending',
    startedAt: undefined,
    endedAt: undefined,
    attempt: 0,
    requestId: undefined,
    jobId: undefined,
    acceptedBy: undefined,
    survived: [],
    failure: undefined,
    note: undefined,
    answers: [],
  };
}
