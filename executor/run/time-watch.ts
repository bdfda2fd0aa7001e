import { FailbackError } from '../../core/failback-error.ts';
import { readableDuration } from '../../core/plan/readable.ts';
import type { Clock } from '../clock.ts';
import type { RunContext } from './run-context.ts';

/** A smaller difference between the two clocks of a computer is its drift. */
const NOISE = 60;
/** From here on somebody should know, for it explains why nothing happened. */
const WORTH_TELLING = 5 * 60;

/**
 * Sees that time jumped: the computer slept, or somebody set its clock. A count of seconds that stands still in sleep tells
 * it apart from time that passed.
 */
export class TimeWatch {
  readonly #clock: Clock;
  #at: number;
  #steady: number | undefined;
  #heard: boolean;

  /** @param heard false where another process executed the run before: what it knew of the service's time is lost */
  constructor(clock: Clock, heard: boolean) {
    this.#clock = clock;
    this.#at = clock.now().getTime();
    this.#steady = clock.steady?.();
    this.#heard = heard;
  }

  /** The service's clock was asked since the last jump, so what time says may be acted on. */
  get heard(): boolean {
    return this.#heard;
  }

  hear(): void {
    this.#heard = true;
  }

  /** Seconds by which the clock jumped since this was last asked; negative: back. 0 where nothing but time passed. */
  jumped(): number {
    const [at, steady] = [this.#clock.now().getTime(), this.#clock.steady?.()];
    const passed = (at - this.#at) / 1000;
    const really = steady === undefined || this.#steady === undefined ? passed : steady - this.#steady;
    [this.#at, this.#steady] = [at, steady];
    const jump = passed - really;
    if (Math.abs(jump) <= NOISE) return 0;
    this.#heard = false;
    return jump;
  }
}

/**
 * After a jump nothing is decided by time, and nothing is called, before the service was asked how things stand: its answer
 * brings its clock as well. False: it cannot be reached yet.
 */
export async function lookAfterJump(context: RunContext, time: TimeWatch): Promise<boolean> {
  const jump = time.jumped();
  if (jump !== 0) {
    context.board.distrust();
    if (Math.abs(jump) >= WORTH_TELLING) await tell(context, jump);
  }
  if (time.heard) return true;
  try {
    await context.board.refresh(0);
  } catch (error) {
    if (!(error instanceof FailbackError)) throw error;
    // Signing in, a vault that is gone: the run's own ways of waiting know them, and decide nothing by time.
    if (error.code === 'azure-unreachable' || error.code === 'azure-throttled' || error.code === 'azure-failed')
      return false;
  }
  time.hear();
  return true;
}

async function tell({ journal, now }: RunContext, jump: number): Promise<void> {
  const length = readableDuration(Math.abs(jump));
  const message =
    jump > 0
      ? `This computer slept, or its clock was set forward: ${length} passed at once. What Azure did meanwhile is looked at before anything is done.`
      : `The clock of this computer was set back by ${length}. Deadlines count by Azure's clock, which is asked before anything is done.`;
  const key = `clock/${now().toISOString()}`;
  await journal.record([
    { kind: 'alarm', key, message },
    { kind: 'alarm-over', key },
  ]);
}
