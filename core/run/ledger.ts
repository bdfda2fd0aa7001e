import type { Plan } from '../plan/plan.ts';
import { AlarmList } from './alarm-list.ts';
import type { CommandAnswer } from './commands.ts';
import type { RunEvent } from './events.ts';
import type { LedgerState } from './ledger-state.ts';
import type { RunState, StepState } from './state.ts';
import { StepCourse } from './step-course.ts';
import { type Stop, subjectOf, subjectsOf } from './stopping.ts';
import { WholeRun } from './whole-run.ts';

export type { LedgerState } from './ledger-state.ts';

/** The plan of this hash that a run went on with; undefined where nobody has it. */
export type LaterPlan = (hash: string) => Plan | undefined;

export const NO_LATER_PLAN: LaterPlan = () => undefined;

/**
 * The journal's meaning, kept up to date event by event.
 */
export class RunLedger {
  readonly answers = new Map<string, CommandAnswer>();
  readonly #laterPlan: LaterPlan;
  readonly #run = new WholeRun();
  readonly #steps: StepCourse;
  readonly #alarms = new AlarmList();
  readonly #itemIds = new Map<string, string>();
  #renamedItems: RunState['renamedItems'] = [];
  readonly #stops = new Map<string, Stop>();
  readonly #checkedAt = new Map<string, string>();
  #state: LedgerState | undefined;

  /** @param plan the one that the run began with */
  constructor(plan: Plan, laterPlan: LaterPlan = NO_LATER_PLAN) {
    this.#laterPlan = laterPlan;
    this.#steps = new StepCourse(plan);
  }

  /** The plan that the run follows after the events so far. */
  get plan(): Plan {
    return this.#steps.plan;
  }

  /** The state after the events so far, a new value after each event; its maps are the ledger's own and move on with it. */
  get state(): LedgerState {
    this.#state ??= this.#stateNow();
    return this.#state;
  }

  #stateNow(): LedgerState {
    const { head, plans, handovers, paused, cancelling, signInNeeded, halted } = this.#run;
    const { table, books, open, gateExpiry, uncommitted } = this.#steps;
    return {
      ...head,
      planHash: this.plan.hash,
      status: this.#run.status(table),
      steps: table.states,
      alarms: this.#alarms.alarms,
      renamedItems: this.#renamedItems,
      plans,
      handovers,
      books: books.all,
      open,
      gateExpiry,
      alarmKeys: this.#alarms.keys,
      itemIds: this.#itemIds,
      uncommitted,
      count: table.count,
      paused,
      cancelling,
      signInNeeded,
      halted,
      standing: this.#alarms.standing,
      stops: this.#stops,
      checkedAt: this.#checkedAt,
    };
  }

  /** Takes one event up. An event about a step that the plan does not have is a bug and throws. */
  apply(event: RunEvent): void {
    this.#state = undefined;
    const { table, books } = this.#steps;
    switch (event.kind) {
      case 'run-started':
        this.#run.started(event);
        return;
      case 'replanned':
        this.#replanned(event);
        return;
      case 'handed-over':
        this.#run.handedOver(event);
        return;
      case 'resumed':
        this.#resumed(event.epoch);
        return;
      case 'step-started':
        this.#steps.started(event.step, event.at);
        return;
      case 'intent':
        this.#intended(event);
        return;
      case 'accepted':
        this.#accepted(event);
        return;
      case 'refused':
        books.refused(event);
        if (event.inTurn !== true) table.survived(event.step, event.message);
        table.set(event.step, { status: 'running', note: event.message });
        return;
      case 'unknown-outcome':
        books.lost(event.step);
        table.survived(event.step, event.message);
        table.set(event.step, {
          status: 'looking',
          note: 'Looking for the job of a call whose answer was lost',
        });
        return;
      case 'looked':
        books.looked(event);
        return;
      case 'settled':
        books.settled(event.step);
        table.set(event.step, { note: event.note });
        return;
      case 'gate-opened':
        this.#steps.asked(event.step, event.at, event.expiresAt);
        return;
      case 'gate-answered': {
        const { step, kind: _, ...answer } = event;
        const answers = [...table.get(step).answers, { ...answer, comment: answer.comment }];
        table.set(step, { answers });
        if (event.answer === 'declined') this.#steps.endedBadly(step, 'declined', event.at, { note: event.comment });
        return;
      }
      case 'command':
        this.#commanded(event);
        return;
      case 'preflight':
        if (event.moved.length === 0) this.#checkedAt.set(event.step, event.at);
        table.set(event.step, { note: `Facts ${event.factsHash.slice(0, 12)}` });
        return;
      case 'item-renamed': {
        const { at, machine, from, to } = event;
        this.#itemIds.set(machine, to);
        this.#renamedItems = [...this.#renamedItems, { at, machine, from, to }];
        return;
      }
      case 'foreign-job':
        books.stranger(event.step);
        table.set(event.step, { note: event.message });
        return;
      case 'needs-sign-in':
        this.#run.wantsSignIn(event.message);
        return;
      case 'signed-in':
        this.#run.signedIn();
        return;
      case 'alarm':
        this.#alarms.raised(event);
        return;
      case 'alarm-over':
        this.#alarms.over(event);
        return;
      case 'halted':
        this.#run.haltedBecause(event.message);
        return;
      case 'asked':
        table.set(event.step, { status: 'asking', note: event.message });
        return;
      case 'step-done':
        this.#steps.endedWell(event.step, 'done', event.at, event.note);
        return;
      case 'step-skipped':
        this.#run.goesOn();
        this.#steps.leftOut(event.step, event.at, `Left out by ${event.who}: ${event.because}`);
        return;
      case 'step-failed':
        if (event.requestId !== undefined) books.close(event.step, event.requestId);
        this.#steps.endedBadly(event.step, 'failed', event.at, { failure: withAllKeys(event.failure) });
        return;
      case 'run-ended':
        this.#run.ended(event);
        return;
    }
  }

  #resumed(epoch: number): void {
    this.#run.takenUp(epoch);
    const { table, books, open } = this.#steps;
    for (const id of open) {
      if (books.of(id).phase === 'intended') {
        books.cutOff(id);
        table.survived(id, 'The process ended between a call and its answer.');
        table.set(id, { status: 'looking', note: 'Looking for the job of a call that a crash cut off' });
      } else if (table.planned(id).kind === 'run' && table.get(id).status === 'running')
        table.set(id, { status: 'asking', note: this.#interrupted(id) });
    }
  }

  #interrupted(id: string): string {
    const step = this.#steps.table.planned(id);
    const atHome = step.kind === 'run' && step.guest?.in === 'site';
    return `The process ended while the script ran, so nobody knows how far it came. ${
      atHome
        ? 'Retry it: it is looked for inside the machine first, and followed where it is found. Or say that it is done.'
        : 'Say that it is done, or retry it.'
    }`;
  }

  #intended(event: RunEvent & { kind: 'intent' }): void {
    const { table, books } = this.#steps;
    books.intended(event);
    const { attempt } = table.get(event.step);
    table.set(event.step, {
      status: 'running',
      attempt: attempt + 1,
      requestId: event.requestId,
      jobId: undefined,
    });
  }

  #accepted(event: RunEvent & { kind: 'accepted' }): void {
    const { step, requestId, jobId, by } = event;
    const { table, books } = this.#steps;
    books.accepted(event);
    table.set(step, { status: 'running', requestId, jobId, acceptedBy: by, note: undefined });
    if (by === 'activity-id') table.survived(step, `Its job ${jobId ?? ''} was found again by our request id.`);
  }

  #commanded({ at, id, command, taken, message }: RunEvent & { kind: 'command' }): void {
    this.answers.set(id, { id, outcome: taken ? 'taken' : 'refused', message });
    if (!taken) return;
    switch (command.kind) {
      case 'pause':
        this.#run.pausedBy(command.who);
        return;
      case 'resume':
        this.#run.resumed();
        return;
      case 'cancel':
        this.#run.cancelledBy(command.who);
        return;
      case 'stop':
        for (const subject of subjectsOf(this.plan, command.what, command.name)) this.#stops.set(subject, command);
        return;
      case 'retry':
        this.#run.goesOn();
        this.#stops.delete(subjectOf(this.#steps.table.planned(command.step)));
        this.#rememberMended(command.step, command.who, command.because);
        this.#steps.reopened(command.step);
        return;
      case 'undo':
        this.#run.goesOn();
        this.#steps.undoing(command.step, command, at);
        return;
      case 'skip':
        this.#run.goesOn();
        return;
      case 'approve':
      case 'decline':
      case 'done':
      case 'replan':
      case 'handover':
        return;
    }
  }

  #replanned(event: RunEvent & { kind: 'replanned' }): void {
    const plan = this.#laterPlan(event.planHash);
    if (plan === undefined)
      throw new Error(`The journal goes on with the plan ${event.planHash}, which is not at hand.`);
    this.#run.goesOn();
    this.#run.replanned(event);
    this.#steps.follow(plan, event.again);
  }

  /** What a person mended is told in the report: the failure, who took the step up again, and why. */
  #rememberMended(id: string, who: string, because: string): void {
    const { table } = this.#steps;
    const { failure } = table.get(id);
    if (failure === undefined) return;
    table.survived(id, `It failed (${failure.code}): ${failure.message} Taken up again by ${who}: ${because}`);
  }
}

function withAllKeys(failure: (RunEvent & { kind: 'step-failed' })['failure']): StepState['failure'] {
  return {
    code: failure.code,
    message: failure.message,
    possibleCauses: failure.possibleCauses,
    recommendedAction: failure.recommendedAction,
    rule: failure.rule,
    remedy: failure.remedy,
    ...(failure.facts === undefined ? {} : { facts: failure.facts }),
  };
}
