import type { Plan } from '../../core/plan/plan.ts';
import { asksPeople } from '../../core/run/asks-people.ts';
import type { RunEvent, RunEventBody } from '../../core/run/events.ts';
import { type LedgerState, RunLedger } from '../../core/run/ledger.ts';
import { dataWithoutSecrets } from '../../core/without-secrets.ts';
import type { Host } from '../host.ts';
import { JournalWriter } from '../journal/journal-writer.ts';
import { type Sums, sumsIn } from '../journal/laid-down.ts';
import { readLaterPlans } from '../journal/open-run.ts';
import type { RunHandle } from '../journal/run-directory.ts';

/** The journal together with its meaning: what is recorded is written, understood and told to the host, in one order. */
export class RunJournal {
  readonly #ledger: RunLedger;
  readonly #plans: Map<string, Plan>;
  readonly #writer: JournalWriter;
  readonly #host: Host;
  readonly #now: () => Date;
  /** SHA-256 of the files that the run was laid down and planned anew with, by their names. */
  readonly sums: Sums;
  /** A line that a crash cut in the middle was dropped when the journal was opened. */
  readonly cut: boolean;

  private constructor(
    ledger: RunLedger,
    plans: Map<string, Plan>,
    writer: JournalWriter,
    host: Host,
    now: () => Date,
    { sums, cut }: { readonly sums: Sums; readonly cut: boolean },
  ) {
    this.#ledger = ledger;
    this.#plans = plans;
    this.#writer = writer;
    this.#host = host;
    this.#now = now;
    this.sums = sums;
    this.cut = cut;
  }

  /** @param mayWrite asked before lines are written; it throws when the run is somebody else's by now */
  static async open(
    run: RunHandle,
    plan: Plan,
    host: Host,
    now: () => Date,
    mayWrite?: () => Promise<void>,
  ): Promise<RunJournal> {
    const { writer, read } = await JournalWriter.open(run, mayWrite);
    const later = await readLaterPlans(run, read.events);
    const plans = new Map(later);
    const ledger = new RunLedger(plan, (hash) => plans.get(hash));
    for (const event of read.events) ledger.apply(event);
    return new RunJournal(ledger, plans, writer, host, now, { sums: sumsIn(read.events), cut: read.cut });
  }

  /** The plan that the run follows. */
  get plan(): Plan {
    return this.#ledger.plan;
  }

  /** How far the journal is written. */
  get written(): JournalWriter['written'] {
    return this.#writer.written;
  }

  /** How far it is on the disk for sure. */
  get synced(): JournalWriter['synced'] {
    return this.#writer.synced;
  }

  /** Has a plan at hand that the next event goes on with. */
  learn(plan: Plan): void {
    this.#plans.set(plan.hash, plan);
  }

  get state(): LedgerState {
    return this.#ledger.state;
  }

  /** Whether a command was answered before: it is taken up once, whatever happens to its file. */
  hasAnswered(command: string): boolean {
    return this.#ledger.answers.has(command);
  }

  /**
   * Records what happened. With `sync`, and for whatever people may act on, it resolves once the disk has it: before any
   * call that changes the world, and before anybody is told.
   */
  async record(bodies: readonly RunEventBody[], options: { readonly sync: boolean } = { sync: false }): Promise<void> {
    const at = this.#now().toISOString();
    const events = bodies.map((body) => dataWithoutSecrets({ ...body, at }) as RunEvent);
    for (const event of events) this.#ledger.apply(event);
    const sync = options.sync || events.some((event) => asksPeople(this.plan, event));
    await this.#writer.append(events, { sync });
    const { state } = this;
    for (const event of events) this.#host.notify(event, state);
  }

  /** @throws FailbackError what keeps the journal from taking another intent */
  refuseBroken(): void {
    this.#writer.refuseBroken();
  }

  /** @throws FailbackError `run-vanished` when somebody deleted or moved the run's folder */
  refuseVanished(): Promise<void> {
    return this.#writer.refuseVanished();
  }

  close(): Promise<void> {
    return this.#writer.close();
  }
}
