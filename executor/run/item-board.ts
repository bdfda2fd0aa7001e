import type { Inventory } from '../../core/inventory/inventory.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { Seconds } from '../../core/quantity.ts';
import type { ItemFacts, JobFacts } from '../../core/run/item-facts.ts';
import { type JobSight, UNSEEN } from '../../core/run/job-watch.ts';
import type { LedgerState } from '../../core/run/ledger.ts';
import { type Pace, paced } from '../../core/run/pace.ts';
import type { Effects } from '../effects.ts';
import { LowerCase } from '../lower-case.ts';
import { friendlyNameOf } from './name-in-vault.ts';

/** Items on a page, as far as anybody knows before the first list. */
const PAGE = 100;

/**
 * What this process saw of the vault last: the rows of all items, and jobs that were read. It is memory only; whatever
 * it forgets in a crash the next process reads again.
 */
export class ItemBoard {
  readonly #effects: Effects;
  readonly #now: () => Date;
  readonly #wanted: Set<string>;
  readonly #names: ReadonlySet<string>;
  #rows = new Map<string, ItemFacts>();
  #watchedAt: Date | undefined;
  #seenAt: Date | undefined;
  #refreshing: Promise<void> | undefined;
  readonly #sights = new Map<string, JobSight>();
  readonly #jobs = new Map<string, JobFacts>();
  readonly #edges = new Map<string, Date>();
  readonly #paces = new Map<string, Pace>();
  readonly #lower = new LowerCase();
  #pages: number | undefined;

  /** @param names machines whose items may get another id: rows with their friendly names are kept besides */
  constructor(effects: Effects, now: () => Date, items: Iterable<string>, names: Iterable<string> = []) {
    this.#effects = effects;
    this.#now = now;
    this.#wanted = new Set([...items].map((id) => id.toLowerCase()));
    this.#names = new Set([...names].map((name) => name.toLowerCase()));
  }

  get watchedAt(): Date | undefined {
    return this.#watchedAt;
  }

  /** Pages that the list had; before it was ever read, those of a usual size for the items of the run. */
  get pages(): number {
    return this.#pages ?? Math.max(1, Math.ceil(this.#wanted.size / PAGE));
  }

  /** Time jumped: how old the rows are nobody knows. */
  distrust(): void {
    this.#seenAt = undefined;
  }

  pace(step: string): Pace | undefined {
    return this.#paces.get(step);
  }

  /** Takes note of how far the copy of a step is. */
  follow(step: string, done: number): Pace {
    const pace = paced(this.#paces.get(step), this.#now().getTime(), done);
    this.#paces.set(step, pace);
    return pace;
  }

  /** Counts a look that failed as a look, so that the next one keeps its distance. The rows are as old as they were. */
  missed(): void {
    this.#watchedAt = this.#now();
  }

  item(id: string | null | undefined): ItemFacts | undefined {
    return id === null || id === undefined ? undefined : this.#rows.get(this.#lower.of(id));
  }

  /** Rows of that friendly name, whatever their ids. */
  named(name: string): readonly ItemFacts[] {
    const wanted = name.toLowerCase();
    return [...this.#rows.values()].filter(({ friendlyName }) => friendlyName.toLowerCase() === wanted);
  }

  /** Keeps the row of another item from the next look on. */
  want(id: string): void {
    this.#wanted.add(id.toLowerCase());
  }

  /** Pages the list, unless what is known is younger than this. Who asks meanwhile shares the answer. */
  async refresh(notOlderThan: Seconds): Promise<void> {
    const age = this.#seenAt === undefined ? undefined : (this.#now().getTime() - this.#seenAt.getTime()) / 1000;
    if (age !== undefined && age >= 0 && age < notOlderThan) return;
    this.#refreshing ??= this.#read().finally(() => {
      this.#refreshing = undefined;
    });
    await this.#refreshing;
  }

  async #read(): Promise<void> {
    const at = this.#now();
    const rows = await this.#effects.items();
    this.#rows = new Map();
    this.#pages = rows.pages ?? Math.max(1, Math.ceil(rows.length / PAGE));
    // A vault has other machines too; only those of the run are kept.
    for (const row of rows) {
      const id = this.#lower.of(row.id);
      if (this.#wanted.has(id) || (this.#names.size > 0 && this.#names.has(row.friendlyName.toLowerCase())))
        this.#rows.set(id, row);
    }
    this.#watchedAt = at;
    this.#seenAt = at;
  }

  sight(step: string): JobSight {
    return this.#sights.get(step) ?? UNSEEN;
  }

  see(step: string, sight: JobSight): void {
    this.#sights.set(step, sight);
  }

  forget(step: string): void {
    this.#sights.delete(step);
    this.#edges.delete(step);
  }

  /** Since when a step's row lets it seem ready. */
  atEdgeSince(step: string): Date {
    const since = this.#edges.get(step) ?? this.#now();
    this.#edges.set(step, since);
    return since;
  }

  /** Who made a job never changes, so for that question each job is read once. */
  async maker(id: string): Promise<JobFacts> {
    const known = this.#jobs.get(id.toLowerCase());
    if (known !== undefined) return known;
    const job = await this.#effects.job(id);
    if (job.activityId !== undefined) this.#jobs.set(id.toLowerCase(), job);
    return job;
  }
}

/** A board of the items of a run. A modernized item keeps its id, so only classic rows are kept by their names too. */
export function boardOf(
  plan: Plan,
  before: () => Inventory | undefined,
  { itemIds }: Pick<LedgerState, 'itemIds'>,
  effects: Effects,
  now: () => Date,
): ItemBoard {
  const ids = [...plan.machines.flatMap(({ itemId }) => itemId ?? []), ...itemIds.values()];
  const names =
    plan.architecture === 'classic' ? plan.machines.map(({ name }) => friendlyNameOf(plan, before(), name)) : [];
  return new ItemBoard(effects, now, ids, names);
}
