import type { RunEvent } from './events.ts';
import type { RunState, RunStatus } from './state.ts';
import type { StepTable } from './step-table.ts';

type Head = Pick<
  RunState,
  'runId' | 'target' | 'startedBy' | 'starterKnownAs' | 'startedAt' | 'endedAt' | 'epoch' | 'because'
>;

const NOT_STARTED: Head = {
  runId: '',
  target: { kind: 'azure' },
  startedBy: '',
  starterKnownAs: [],
  startedAt: undefined,
  endedAt: undefined,
  epoch: 0,
  because: undefined,
};

/** What is true of the run as a whole, whatever its steps do: who began it, by which plans it went, and what holds it. */
export class WholeRun {
  head: Head = NOT_STARTED;
  plans: RunState['plans'] = [];
  handovers: RunState['handovers'] = [];
  paused = false;
  cancelling = false;
  signInNeeded = false;
  halted = false;
  #ended: RunStatus | undefined;

  started(event: RunEvent & { kind: 'run-started' }): void {
    const { runId, target, startedBy, starterKnownAs = [], at, planHash: hash } = event;
    this.head = { ...this.head, runId, target, startedBy, starterKnownAs, startedAt: at };
    this.plans = [{ hash, since: at, who: startedBy, because: undefined, moved: [], again: [] }];
  }

  takenUp(epoch: number): void {
    this.head = { ...this.head, epoch };
  }

  replanned({ planHash: hash, at: since, who, because, moved, again }: RunEvent & { kind: 'replanned' }): void {
    this.plans = [...this.plans, { hash, since, who, because, moved, again }];
  }

  handedOver({ at, from, to, note }: RunEvent & { kind: 'handed-over' }): void {
    this.handovers = [...this.handovers, { at, from, to, note }];
  }

  pausedBy(who: string): void {
    this.paused = true;
    this.#because(`${who} paused the run.`);
  }

  resumed(): void {
    this.paused = false;
    this.halted = false;
    this.signInNeeded = false;
    this.#because(undefined);
  }

  cancelledBy(who: string): void {
    this.cancelling = true;
    this.#because(`${who} cancelled the run.`);
  }

  wantsSignIn(message: string): void {
    this.signInNeeded = true;
    this.#because(message);
  }

  signedIn(): void {
    this.signInNeeded = false;
    this.#because(undefined);
  }

  haltedBecause(message: string): void {
    this.halted = true;
    this.paused = true;
    this.#because(message);
  }

  ended({ status, at, because }: RunEvent & { kind: 'run-ended' }): void {
    this.#ended = status;
    this.head = { ...this.head, endedAt: at, because };
  }

  /** An ended run that a person takes up again is no longer ended. */
  goesOn(): void {
    if (this.#ended === undefined) return;
    this.#ended = undefined;
    this.head = { ...this.head, endedAt: undefined, because: undefined };
  }

  status({ moving }: StepTable): RunStatus {
    if (this.#ended !== undefined) return this.#ended;
    if (this.head.epoch === 0) return 'starting';
    if (this.cancelling) return 'cancelling';
    if (this.signInNeeded) return 'needs-sign-in';
    if (this.paused) return 'paused';
    return moving.forPeople > 0 && moving.byThemselves === 0 ? 'waiting' : 'running';
  }

  #because(because: string | undefined): void {
    this.head = { ...this.head, because };
  }
}
