import { type FSWatcher, watch } from 'node:fs';
import type { Plan } from '../../core/plan/plan.ts';
import type { Silent } from '../../core/report/say-silent.ts';
import { RunLedger } from '../../core/run/ledger.ts';
import { projectView } from '../../core/run/project-view.ts';
import type { RunView } from '../../core/run/view.ts';
import { executorOf } from './lease.ts';
import { readLaterPlans, readPlan } from './open-run.ts';
import { readProgress, serviceTimeFrom } from './progress-file.ts';
import { EMPTY_TAIL, type JournalTail, readJournal } from './read-journal.ts';
import { computerOf, journalFile, type RunHandle } from './run-directory.ts';

export interface LiveRunView extends RunView {
  /** A process executes the run now, as far as can be seen from here. */
  readonly alive: boolean;
  /** Set where that process was not heard of for a while: it may hang. */
  readonly silent?: Silent | undefined;
}

/** File systems without notifications (network shares, some containers) are looked at this often. */
const LOOK_EVERY_MS = 1000;

/** Reads a run's journal as it grows: each look reads only what is new. */
export class RunReader {
  readonly #run: RunHandle;
  readonly #later = new Map<string, Plan>();
  readonly #ledger: RunLedger;
  #tail: JournalTail = EMPTY_TAIL;
  #lastAt: string | undefined;

  private constructor(run: RunHandle, plan: Plan) {
    this.#run = run;
    this.#ledger = new RunLedger(plan, (hash) => this.#later.get(hash));
  }

  static async open(run: RunHandle): Promise<RunReader> {
    return new RunReader(run, await readPlan(run));
  }

  get ledger(): RunLedger {
    return this.#ledger;
  }

  /** Lines read so far. */
  get seq(): number {
    return this.#tail.seq;
  }

  async look(): Promise<LiveRunView> {
    const part = await readJournal(journalFile(this.#run), this.#tail, computerOf(this.#run).disk);
    for (const [hash, plan] of await readLaterPlans(this.#run, part.events)) this.#later.set(hash, plan);
    for (const event of part.events) this.#ledger.apply(event);
    this.#tail = part.tail;
    this.#lastAt = part.events.at(-1)?.at ?? this.#lastAt;
    const [figures, executor] = await Promise.all([readProgress(this.#run), executorOf(this.#run)]);
    const alive = executor !== undefined;
    const silent = executor?.silent;
    // Nobody knows what a process did that was not heard of, so nothing is supposed of it.
    const until = silent === undefined ? new Date() : new Date(silent.since);
    const now = figures === undefined ? new Date(this.#lastAt ?? Date.now()) : serviceTimeFrom(figures, alive, until);
    return {
      ...projectView(this.#ledger.plan, this.#ledger.state, figures?.steps ?? [], now),
      alive,
      silent,
    };
  }
}

/** What a run looks like now. */
export async function readRun(run: RunHandle): Promise<LiveRunView> {
  return (await RunReader.open(run)).look();
}

/** What a run looks like, again and again whenever it moves, until it ended or the signal says stop. */
export async function* followRun(run: RunHandle, signal: AbortSignal): AsyncIterable<LiveRunView> {
  const reader = await RunReader.open(run);
  const bell = new FolderBell(run.directory, signal);
  try {
    let last = '';
    while (!signal.aborted) {
      const rung = bell.next();
      const view = await reader.look();
      // An answer by one of two people moves neither clock nor figures, so the journal's length counts too.
      const shown = JSON.stringify([
        reader.seq,
        view.now,
        view.state.status,
        view.alive,
        view.silent?.since,
        view.fraction,
      ]);
      if (shown !== last) yield view;
      last = shown;
      if (view.state.endedAt !== undefined && !view.alive) return;
      await rung;
    }
  } finally {
    bell.close();
  }
}

/** Rings when something in a folder changes, when a while passed, or when nobody listens any more. */
class FolderBell {
  readonly #signal: AbortSignal;
  #watcher: FSWatcher | undefined;
  #ring: () => void = () => {};

  constructor(folder: string, signal: AbortSignal) {
    this.#signal = signal;
    try {
      this.#watcher = watch(folder, { persistent: false }, () => this.#ring());
      this.#watcher.on('error', () => this.close());
    } catch {
      // Without notifications the clock below does.
    }
  }

  next(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, LOOK_EVERY_MS);
      this.#signal.addEventListener('abort', done, { once: true });
      this.#ring = done;
    });
  }

  close(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
  }
}
