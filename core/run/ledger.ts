import type { Plan } from '../plan/plan.ts';
import type { Timestamp } from '../quantity.ts';
import { stepsBetween } from './between.ts';
import { BLANK_BOOK, type CallBook } from './call-book.ts';
import type { CommandAnswer } from './commands.ts';
import type { RunEvent } from './events.ts';
import { Frontier } from './frontier.ts';
import { indexOf } from './plan-index.ts';
import type { RunState, RunStatus, StepState, StepStatus } from './state.ts';
import { StepTable } from './step-table.ts';
import { type Stop, subjectOf, subjectsOf } from './stopping.ts';

/** The run's state with the bookkeeping that `next` needs to look only at what can move. */
export interface LedgerState extends RunState {
  readonly books: ReadonlyMap<string, CallBook>;
  /** Steps that may start or are under way: all they wait for ended well. */
  readonly open: ReadonlySet<string>;
  readonly gateExpiry: ReadonlyMap<string, Timestamp>;
  readonly alarmKeys: ReadonlySet<string>;
  /** Ids of the protected items that are no longer those of the plan, by machine. */
  readonly itemIds: ReadonlyMap<string, string>;
  /** Machines that failed over and are not committed, since when. */
  readonly uncommitted: ReadonlyMap<string, Timestamp>;
  readonly count: Readonly<Record<StepStatus, number>>;
  readonly paused: boolean;
  readonly cancelling: boolean;
  readonly signInNeeded: boolean;
  /** The vault is not there: nothing is asked of it until a person says so. */
  readonly halted: boolean;
  /** Alarms that stand, by their keys. */
  readonly standing: ReadonlySet<string>;
  /** Who stopped which machine, or the common steps of which wave (`subjectOf`). */
  readonly stops: ReadonlyMap<string, Stop>;
  /** When facts were last captured with which the plan still followed, by preflight. */
  readonly checkedAt: ReadonlyMap<string, Timestamp>;
}

/** The plan of this hash that a run went on with; undefined where nobody has it. */
export type LaterPlan = (hash: string) => Plan | undefined;

export const NO_LATER_PLAN: LaterPlan = () => undefined;

/**
 * The journal's meaning, kept up to date event by event.
 */
export class RunLedger {
  readonly answers = new Map<string, CommandAnswer>();
  readonly #laterPlan: LaterPlan;
  #plan: Plan;
  #table: StepTable;
  #frontier: Frontier;
  readonly #books = new Map<string, CallBook>();
  readonly #gateExpiry = new Map<string, Timestamp>();
  readonly #alarmKeys = new Set<string>();
  readonly #itemIds = new Map<string, string>();
  readonly #uncommitted = new Map<string, Timestamp>();
  #head: Pick<
    RunState,
    'runId' | 'target' | 'startedBy' | 'starterKnownAs' | 'startedAt' | 'endedAt' | 'epoch' | 'because'
  >;
  #alarms: RunState['alarms'] = [];
  #renamedItems: RunState['renamedItems'] = [];
  #plans: RunState['plans'] = [];
  #handovers: RunState['handovers'] = [];
  #paused = false;
  #cancelling = false;
  #signInNeeded = false;
  #halted = false;
  readonly #standing = new Map<string, number>();
  readonly #standingKeys = new Set<string>();
  readonly #stops = new Map<string, Stop>();
  readonly #checkedAt = new Map<string, Timestamp>();
  #ended: RunStatus | undefined;

  /** @param plan the one that the run began with */
  constructor(plan: Plan, laterPlan: LaterPlan = NO_LATER_PLAN) {
    this.#plan = plan;
    this.#laterPlan = laterPlan;
    const index = indexOf(plan);
    this.#table = new StepTable(index);
    this.#frontier = new Frontier(plan, index, this.#table);
    this.#head = {
      runId: '',
      target: { kind: 'azure' },
      startedBy: '',
      starterKnownAs: [],
      startedAt: undefined,
      endedAt: undefined,
      epoch: 0,
      because: undefined,
    };
  }

  /** The plan that the run follows after the events so far. */
  get plan(): Plan {
    return this.#plan;
  }

  /** The state after the events so far. A new value each time; its maps are the ledger's own and move on with it. */
  get state(): LedgerState {
    return {
      ...this.#head,
      planHash: this.#plan.hash,
      status: this.#status(),
      steps: this.#table.states,
      alarms: this.#alarms,
      renamedItems: this.#renamedItems,
      plans: this.#plans,
      handovers: this.#handovers,
      books: this.#books,
      open: this.#frontier.open,
      gateExpiry: this.#gateExpiry,
      alarmKeys: this.#alarmKeys,
      itemIds: this.#itemIds,
      uncommitted: this.#uncommitted,
      count: this.#table.count,
      paused: this.#paused,
      cancelling: this.#cancelling,
      signInNeeded: this.#signInNeeded,
      halted: this.#halted,
      standing: this.#standingKeys,
      stops: this.#stops,
      checkedAt: this.#checkedAt,
    };
  }

  /** Takes one event up. An event about a step that the plan does not have is a bug and throws. */
  apply(event: RunEvent): void {
    switch (event.kind) {
      case 'run-started':
        this.#head = {
          ...this.#head,
          runId: event.runId,
          target: event.target,
          startedBy: event.startedBy,
          starterKnownAs: event.starterKnownAs ?? [],
          startedAt: event.at,
        };
        this.#plans = [
          {
            hash: event.planHash,
            since: event.at,
            who: event.startedBy,
            because: undefined,
            moved: [],
            again: [],
          },
        ];
        return;
      case 'replanned':
        this.#replanned(event);
        return;
      case 'handed-over': {
        const { at, from, to, note } = event;
        this.#handovers = [...this.#handovers, { at, from, to, note }];
        return;
      }
      case 'resumed':
        this.#resumed(event.epoch);
        return;
      case 'step-started':
        this.#started(event.step, event.at);
        return;
      case 'intent':
        this.#intended(event);
        return;
      case 'accepted':
        this.#accepted(event);
        return;
      case 'refused': {
        const book = this.#book(event.step);
        this.#note(event.step, { phase: 'refused', retryAt: event.retryAt, refusals: book.refusals + 1 });
        this.#close(event.step, event.requestId);
        if (event.inTurn !== true) this.#table.survived(event.step, event.message);
        this.#table.set(event.step, { status: 'running', note: event.message });
        return;
      }
      case 'unknown-outcome': {
        const lost = this.#book(event.step).lost + 1;
        this.#note(event.step, { phase: 'unknown', emptyLooks: 0, lookedAt: undefined, lost });
        this.#table.survived(event.step, event.message);
        this.#table.set(event.step, {
          status: 'looking',
          note: 'Looking for the job of a call whose answer was lost',
        });
        return;
      }
      case 'looked': {
        const { emptyLooks } = this.#book(event.step);
        this.#note(event.step, {
          emptyLooks: emptyLooks + 1,
          lookedAt: event.at,
          itemUnmoved: event.itemUnmoved,
        });
        return;
      }
      case 'settled':
        this.#note(event.step, { phase: 'settled' });
        this.#table.set(event.step, { note: event.note });
        return;
      case 'gate-opened':
        this.#started(event.step, event.at);
        if (event.expiresAt !== undefined) this.#gateExpiry.set(event.step, event.expiresAt);
        // Asked anew after it lapsed, it wants everybody's answer anew.
        this.#table.set(event.step, { status: 'waiting', answers: [], askedAt: event.at });
        return;
      case 'gate-answered': {
        const { step, kind: _, ...answer } = event;
        const answers = [...this.#table.get(step).answers, { ...answer, comment: answer.comment }];
        this.#table.set(step, { answers });
        if (event.answer === 'declined') this.#endBadly(step, 'declined', event.at, { note: event.comment });
        return;
      }
      case 'command':
        this.#commanded(event);
        return;
      case 'preflight':
        if (event.moved.length === 0) this.#checkedAt.set(event.step, event.at);
        this.#table.set(event.step, { note: `Facts ${event.factsHash.slice(0, 12)}` });
        return;
      case 'item-renamed': {
        const { at, machine, from, to } = event;
        this.#itemIds.set(machine, to);
        this.#renamedItems = [...this.#renamedItems, { at, machine, from, to }];
        return;
      }
      case 'foreign-job':
        this.#note(event.step, { phase: 'none' });
        this.#table.set(event.step, { note: event.message });
        return;
      case 'needs-sign-in':
        this.#signInNeeded = true;
        this.#head = { ...this.#head, because: event.message };
        return;
      case 'signed-in':
        this.#signInNeeded = false;
        this.#head = { ...this.#head, because: undefined };
        return;
      case 'alarm':
        this.#alarmKeys.add(event.key);
        this.#standing.set(event.key, this.#alarms.length);
        this.#standingKeys.add(event.key);
        this.#alarms = [...this.#alarms, { at: event.at, machine: event.machine, message: event.message }];
        return;
      case 'alarm-over': {
        const place = this.#standing.get(event.key);
        this.#standing.delete(event.key);
        this.#standingKeys.delete(event.key);
        this.#alarms = this.#alarms.map((alarm, at) => (at === place ? { ...alarm, overAt: event.at } : alarm));
        return;
      }
      case 'halted':
        this.#halted = true;
        this.#paused = true;
        this.#head = { ...this.#head, because: event.message };
        return;
      case 'asked':
        this.#table.set(event.step, { status: 'asking', note: event.message });
        return;
      case 'step-done':
        this.#endWell(event.step, 'done', event.at, event.note);
        return;
      case 'step-skipped':
        this.#skipped(event);
        return;
      case 'step-failed':
        if (event.requestId !== undefined) this.#close(event.step, event.requestId);
        this.#endBadly(event.step, 'failed', event.at, { failure: withAllKeys(event.failure) });
        return;
      case 'run-ended':
        this.#ended = event.status;
        this.#head = { ...this.#head, endedAt: event.at, because: event.because };
        return;
    }
  }

  // ------------------------------------------------------------------------------------------------ events

  #resumed(epoch: number): void {
    this.#head = { ...this.#head, epoch };
    for (const id of this.#frontier.open) {
      if (this.#books.get(id)?.phase === 'intended') {
        this.#note(id, { phase: 'unknown', emptyLooks: 0, lookedAt: undefined });
        this.#table.survived(id, 'The process ended between a call and its answer.');
        this.#table.set(id, { status: 'looking', note: 'Looking for the job of a call that a crash cut off' });
      } else if (this.#table.planned(id).kind === 'run' && this.#table.get(id).status === 'running')
        this.#table.set(id, {
          status: 'asking',
          note: this.#interrupted(id),
        });
    }
  }

  #interrupted(id: string): string {
    const step = this.#table.planned(id);
    const atHome = step.kind === 'run' && step.guest?.in === 'site';
    return `The process ended while the script ran, so nobody knows how far it came. ${
      atHome
        ? 'Retry it: it is looked for inside the machine first, and followed where it is found. Or say that it is done.'
        : 'Say that it is done, or retry it.'
    }`;
  }

  #started(id: string, at: Timestamp): void {
    const step = this.#table.get(id);
    const status =
      this.#table.planned(id).kind === 'hold' || this.#table.planned(id).kind === 'window' ? 'waiting' : 'running';
    this.#table.set(id, { status, startedAt: step.startedAt ?? at, endedAt: undefined });
  }

  #intended(event: RunEvent & { kind: 'intent' }): void {
    const book = this.#book(event.step);
    this.#note(event.step, {
      call: event.call,
      phase: 'intended',
      intendedAt: book.openRequests.length === 0 ? event.at : book.intendedAt,
      openRequests: [...book.openRequests, event.requestId],
      emptyLooks: 0,
      lookedAt: undefined,
      jobId: undefined,
    });
    const { attempt } = this.#table.get(event.step);
    this.#table.set(event.step, {
      status: 'running',
      attempt: attempt + 1,
      requestId: event.requestId,
      jobId: undefined,
    });
  }

  #accepted(event: RunEvent & { kind: 'accepted' }): void {
    this.#note(event.step, {
      phase: event.jobId === undefined ? 'settled' : 'accepted',
      jobId: event.jobId,
      acceptedAt: event.at,
      openRequests: [],
      intendedAt: undefined,
      refusals: 0,
      lost: 0,
    });
    this.#table.set(event.step, {
      status: 'running',
      requestId: event.requestId,
      jobId: event.jobId,
      acceptedBy: event.by,
      note: undefined,
    });
    if (event.by === 'activity-id')
      this.#table.survived(event.step, `Its job ${event.jobId ?? ''} was found again by our request id.`);
    const { kind, machine } = this.#table.planned(event.step);
    // From here on the machine may be committed; waiting for the job's end would leave an alarm standing too long.
    if (kind === 'commit' && machine !== null) this.#uncommitted.delete(machine);
  }

  #commanded(event: RunEvent & { kind: 'command' }): void {
    const { command } = event;
    this.answers.set(event.id, {
      id: event.id,
      outcome: event.taken ? 'taken' : 'refused',
      message: event.message,
    });
    if (!event.taken) return;
    switch (command.kind) {
      case 'pause':
        this.#paused = true;
        this.#head = { ...this.#head, because: `${command.who} paused the run.` };
        return;
      case 'resume':
        this.#paused = false;
        this.#halted = false;
        this.#signInNeeded = false;
        this.#head = { ...this.#head, because: undefined };
        return;
      case 'cancel':
        this.#cancelling = true;
        this.#head = { ...this.#head, because: `${command.who} cancelled the run.` };
        return;
      case 'stop':
        for (const subject of subjectsOf(this.#plan, command.what, command.name)) this.#stops.set(subject, command);
        return;
      case 'retry':
        this.#stops.delete(subjectOf(this.#table.planned(command.step)));
        this.#rememberMended(command.step, command.who, command.because);
        this.#reopen(command.step);
        return;
      case 'undo':
        this.#goOn();
        this.#books.set(command.step, { ...BLANK_BOOK, undo: { who: command.who, because: command.because } });
        this.#table.set(command.step, { status: 'running', endedAt: undefined, note: 'Cancelling the failover' });
        this.#frontier.open.add(command.step);
        this.#takeBackWhatFollowed(command.step);
        return;
      case 'skip':
        this.#goOn();
        return;
      case 'approve':
      case 'decline':
      case 'done':
      case 'replan':
      case 'handover':
        return;
    }
  }

  /** What is done and under way stays as it is; what still waits is counted along the new plan. */
  #replanned({ planHash, at, who, because, moved, again }: RunEvent & { kind: 'replanned' }): void {
    const plan = this.#laterPlan(planHash);
    if (plan === undefined) throw new Error(`The journal goes on with the plan ${planHash}, which is not at hand.`);
    this.#goOn();
    const index = indexOf(plan);
    this.#plan = plan;
    this.#plans = [...this.#plans, { hash: planHash, since: at, who, because, moved, again }];
    this.#table = new StepTable(index, this.#table.states);
    for (const id of again) {
      this.#books.delete(id);
      this.#toBeginning(id);
    }
    this.#frontier = new Frontier(plan, index, this.#table);
    this.#frontier.carryOn();
  }

  /** What a person mended is told in the report: the failure, who took the step up again, and why. */
  #rememberMended(id: string, who: string, because: string): void {
    const { failure } = this.#table.get(id);
    if (failure === undefined) return;
    this.#table.survived(id, `It failed (${failure.code}): ${failure.message} Taken up again by ${who}: ${because}`);
  }

  #skipped(event: RunEvent & { kind: 'step-skipped' }): void {
    this.#goOn();
    this.#endWell(event.step, 'skipped', event.at, `Left out by ${event.who}: ${event.because}`);
    this.#frontier.recount();
  }

  /** Checks and approvals of a failover speak for that one: the next is checked and approved anew before its commit. */
  #takeBackWhatFollowed(failover: string): void {
    const index = indexOf(this.#plan);
    const step = this.#table.planned(failover);
    const commit = index.stepsOfMachine.get(step.machine ?? '')?.find(({ kind }) => kind === 'commit');
    for (const { id } of commit === undefined ? [] : stepsBetween(index, step, commit)) {
      const { status } = this.#table.get(id);
      if (status === 'running' || status === 'looking') continue;
      this.#books.delete(id);
      this.#toBeginning(id);
    }
    this.#frontier.recount();
  }

  /**
   * A failed, declined or unclear step goes back to its beginning, and what it had stopped is counted anew. Where a call
   * may still have been taken, its job is looked for before anything is sent again.
   */
  #reopen(id: string): void {
    this.#goOn();
    const { call, undo, openRequests, intendedAt } = this.#book(id);
    const unclear = openRequests.length > 0;
    const { status } = this.#table.get(id);
    this.#books.set(id, {
      ...BLANK_BOOK,
      call,
      openRequests,
      intendedAt,
      phase: unclear ? 'unknown' : 'none',
      undo: status === 'asking' ? undo : undefined,
    });
    this.#toBeginning(id);
    if (unclear)
      this.#table.set(id, { status: 'looking', note: 'Looking for the job of a call whose answer was lost' });
    this.#frontier.recount();
    if (unclear) this.#frontier.open.add(id);
  }

  #toBeginning(id: string): void {
    this.#gateExpiry.delete(id);
    this.#table.set(id, { status: 'pending', endedAt: undefined, failure: undefined, note: undefined, answers: [] });
  }

  /** An ended run that a person takes up again is no longer ended. */
  #goOn(): void {
    if (this.#ended === undefined) return;
    this.#ended = undefined;
    this.#head = { ...this.#head, endedAt: undefined, because: undefined };
  }

  // --------------------------------------------------------------------------------------------- endings

  #endWell(id: string, status: 'done' | 'skipped', at: Timestamp, note: string | undefined): void {
    const step = this.#table.planned(id);
    const before = this.#table.get(id).status;
    this.#table.set(id, { status, endedAt: at, failure: undefined, ...(note === undefined ? {} : { note }) });
    this.#frontier.open.delete(id);
    if (status === 'done' && step.machine !== null) {
      if (step.kind === 'failover') this.#uncommitted.set(step.machine, at);
      if (step.kind === 'commit' || step.kind === 'home') this.#uncommitted.delete(step.machine);
    }
    if (before === 'done' || before === 'skipped') return;
    if (this.#book(id).undo !== undefined) {
      this.#note(id, { undo: undefined });
      this.#frontier.recount();
      return;
    }
    this.#frontier.passed(id);
  }

  #endBadly(id: string, status: 'failed' | 'declined', at: Timestamp, patch: Partial<StepState>): void {
    const step = this.#table.planned(id);
    const undone = this.#book(id).undo !== undefined && patch.failure?.code === 'undone';
    if (undone && step.machine !== null) this.#uncommitted.delete(step.machine);
    this.#table.set(id, { ...patch, status, endedAt: at });
    this.#frontier.open.delete(id);
    // What followed the failover was taken back with it; counting along the edges would count it twice.
    if (undone) this.#frontier.recount();
    else this.#frontier.blocked(step);
  }

  // --------------------------------------------------------------------------------------------- entries

  #note(id: string, patch: Partial<CallBook>): void {
    this.#books.set(id, { ...this.#book(id), ...patch });
  }

  #close(id: string, requestId: string): void {
    const book = this.#book(id);
    const openRequests = book.openRequests.filter((open) => open !== requestId);
    this.#note(id, { openRequests, intendedAt: openRequests.length === 0 ? undefined : book.intendedAt });
  }

  #book(id: string): CallBook {
    return this.#books.get(id) ?? BLANK_BOOK;
  }

  #status(): RunStatus {
    if (this.#ended !== undefined) return this.#ended;
    if (this.#head.epoch === 0) return 'starting';
    if (this.#cancelling) return 'cancelling';
    if (this.#signInNeeded) return 'needs-sign-in';
    if (this.#paused) return 'paused';
    const { byThemselves, forPeople } = this.#table.moving;
    return forPeople > 0 && byThemselves === 0 ? 'waiting' : 'running';
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
  };
}
