import type { Plan } from '../plan/plan.ts';
import type { Timestamp } from '../quantity.ts';
import { stepsBetween } from './between.ts';
import { CallBooks } from './call-books.ts';
import { Frontier } from './frontier.ts';
import type { OpenSteps } from './open-steps.ts';
import { indexOf } from './plan-index.ts';
import { afterSpell, begunLast } from './spells.ts';
import type { StepState } from './state.ts';
import { StepTable } from './step-table.ts';

/**
 * How steps begin, end, and go back to their beginning, along the plan that the run follows: the states, the calls and the
 * frontier move together here, and nowhere else.
 */
export class StepCourse {
  readonly books = new CallBooks();
  readonly gateExpiry = new Map<string, Timestamp>();
  /** Machines that failed over and are not committed, since when. */
  readonly uncommitted = new Map<string, Timestamp>();
  #plan: Plan;
  #table: StepTable;
  #frontier: Frontier;

  constructor(plan: Plan) {
    const index = indexOf(plan);
    this.#plan = plan;
    this.#table = new StepTable(index);
    this.#frontier = new Frontier(plan, index, this.#table);
  }

  get plan(): Plan {
    return this.#plan;
  }

  get table(): StepTable {
    return this.#table;
  }

  get open(): OpenSteps {
    return this.#frontier.open;
  }

  /** What is done and under way stays as it is; what still waits is counted along the new plan. */
  follow(plan: Plan, again: readonly string[]): void {
    const index = indexOf(plan);
    this.#plan = plan;
    this.#table = new StepTable(index, this.#table.states);
    for (const id of again) {
      this.books.forget(id);
      this.#toBeginning(id);
    }
    this.#frontier = new Frontier(plan, index, this.#table);
    this.#frontier.carryOn();
  }

  started(id: string, at: Timestamp): void {
    const { kind } = this.#table.planned(id);
    const before = this.#table.get(id);
    const { startedAt = at } = before;
    const status = kind === 'hold' || kind === 'window' ? 'waiting' : 'running';
    const anew = begunLast(before) === undefined ? before.earlier !== undefined : before.endedAt !== undefined;
    this.#table.set(id, { status, startedAt, endedAt: undefined, ...(anew ? afterSpell(before, at) : {}) });
  }

  /** Asked anew after it lapsed, a gate wants everybody's answer anew. */
  asked(id: string, at: Timestamp, expiresAt: Timestamp | undefined): void {
    this.started(id, at);
    if (expiresAt !== undefined) this.gateExpiry.set(id, expiresAt);
    this.#table.set(id, { status: 'waiting', answers: [], askedAt: at });
  }

  endedWell(id: string, status: 'done' | 'skipped', at: Timestamp, note: string | undefined): void {
    const { kind, machine } = this.#table.planned(id);
    const state = this.#table.get(id);
    const before = state.status;
    // A check of facts that is made anew is told as done once more, without a beginning.
    const anew = before === 'done' && state.endedAt !== undefined ? afterSpell(state, at) : {};
    this.#table.set(id, { status, endedAt: at, failure: undefined, ...anew, ...(note === undefined ? {} : { note }) });
    this.#frontier.open.delete(id);
    if (status === 'done' && machine !== null) {
      if (kind === 'failover') this.uncommitted.set(machine, at);
      if (kind === 'commit' || kind === 'home') this.uncommitted.delete(machine);
    }
    if (before === 'done' || before === 'skipped') return;
    if (this.books.of(id).undo !== undefined) {
      this.books.undone(id);
      this.#frontier.recount();
    } else this.#frontier.passed(id);
  }

  leftOut(id: string, at: Timestamp, note: string): void {
    this.endedWell(id, 'skipped', at, note);
    this.#frontier.recount();
  }

  endedBadly(id: string, status: 'failed' | 'declined', at: Timestamp, patch: Partial<StepState>): void {
    const step = this.#table.planned(id);
    const undone = this.books.of(id).undo !== undefined && patch.failure?.code === 'undone';
    if (undone && step.machine !== null) this.uncommitted.delete(step.machine);
    this.#table.set(id, { ...patch, status, endedAt: at });
    this.#frontier.open.delete(id);
    // What followed the failover was taken back with it; counting along the edges would count it twice.
    if (undone) this.#frontier.recount();
    else this.#frontier.blocked(step);
  }

  /**
   * A failed, declined or unclear step goes back to its beginning, and what it had stopped is counted anew. Where a call
   * may still have been taken, its job is looked for before anything is sent again.
   */
  reopened(id: string): void {
    const unclear = this.books.reopened(id, this.#table.get(id).status === 'asking');
    this.#toBeginning(id);
    if (unclear)
      this.#table.set(id, { status: 'looking', note: 'Looking for the job of a call whose answer was lost' });
    this.#frontier.recount();
    if (unclear) this.#frontier.open.add(id);
  }

  /** A person takes a failover back, and with it the checks and approvals that followed: they spoke for that one. */
  undoing(failover: string, undo: { readonly who: string; readonly because: string }, at: Timestamp): void {
    this.books.undoing(failover, undo);
    const anew = afterSpell(this.#table.get(failover), at);
    this.#table.set(failover, { status: 'running', endedAt: undefined, ...anew, note: 'Cancelling the failover' });
    this.#frontier.open.add(failover);
    const index = indexOf(this.#plan);
    const step = this.#table.planned(failover);
    const commit = index.stepsOfMachine.get(step.machine ?? '')?.find(({ kind }) => kind === 'commit');
    for (const { id } of commit === undefined ? [] : stepsBetween(index, step, commit)) {
      const { status } = this.#table.get(id);
      if (status === 'running' || status === 'looking') continue;
      this.books.forget(id);
      this.#toBeginning(id);
      // Another failover is held for its own time: what passed was the time of the one that was taken back.
      this.#table.set(id, { startedAt: undefined });
    }
    this.#frontier.recount();
  }

  #toBeginning(id: string): void {
    this.gateExpiry.delete(id);
    const over = afterSpell(this.#table.get(id), undefined);
    const state = { status: 'pending', endedAt: undefined, failure: undefined, note: undefined, answers: [] } as const;
    this.#table.set(id, { ...state, ...over });
  }
}
