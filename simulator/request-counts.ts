import { randomUUID } from 'node:crypto';
import { nameRequest } from './operation-name.ts';

/** What went over the wire, counted. */
export interface RequestCounts {
  /** Which proxy counted: one that is started anew counts from nothing. */
  readonly proxy: string;
  readonly total: number;
  readonly mutating: number;
  readonly reading: number;
  /** Requests about one thing, and requests for lists. Polls are targeted. */
  readonly targeted: number;
  readonly lists: number;
  /** Answers by status; `dropped` for those that never came. */
  readonly byStatus: Readonly<Record<string, number>>;
  readonly byOperation: Readonly<Record<string, number>>;
  /** By the machine's friendly name, then by operation; job reads and polls count for the machine of the job. */
  readonly byItem: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** The most that was asked within one minute of simulated time, by the `Date` of the answers. */
  readonly busiestMinute: { readonly reads: number; readonly writes: number };
}

type Tally = Map<string, number>;

/** Counts requests as they pass. It knows of the estate only how an item's name is spoken. */
export class RequestCounter {
  readonly #proxy = randomUUID();
  readonly #spokenName: (subject: string) => string;
  readonly #jobItems = new Map<string, string>();
  readonly #statuses: Tally = new Map();
  readonly #operations: Tally = new Map();
  readonly #items = new Map<string, Tally>();
  #mutating = 0;
  #reading = 0;
  #lists = 0;
  #minute = { at: Number.NaN, reads: 0, writes: 0 };
  #busiest = { reads: 0, writes: 0 };

  constructor(spokenName: (subject: string) => string) {
    this.#spokenName = spokenName;
  }

  count(method: string, url: string, body: unknown, status: number | 'dropped', location: string | undefined): void {
    const { operation, subject, collection, mutating } = nameRequest(method, url, body);
    if (mutating) this.#mutating += 1;
    else this.#reading += 1;
    if (subject === undefined) this.#lists += 1;
    add(this.#statuses, String(status));
    add(this.#operations, operation);
    const item = this.#itemOf(collection, subject);
    if (item === undefined) return;
    const tally = this.#items.get(item) ?? new Map();
    this.#items.set(item, add(tally, operation));
    const job = location === undefined ? undefined : /\/operationresults\/([^/?]+)/i.exec(location)?.[1];
    if (job !== undefined && mutating) this.#jobItems.set(job.toLowerCase(), item);
  }

  /** Time never goes back in a simulated estate, so one minute is counted at a time. */
  countInMinute(method: string, date: string | undefined): void {
    const at = Math.floor(Date.parse(date ?? '') / 60_000);
    if (Number.isNaN(at)) return;
    if (at !== this.#minute.at) this.#minute = { at, reads: 0, writes: 0 };
    this.#minute[method === 'GET' ? 'reads' : 'writes'] += 1;
    const { reads, writes } = this.#minute;
    this.#busiest = { reads: Math.max(this.#busiest.reads, reads), writes: Math.max(this.#busiest.writes, writes) };
  }

  get counts(): RequestCounts {
    return {
      proxy: this.#proxy,
      total: this.#mutating + this.#reading,
      mutating: this.#mutating,
      reading: this.#reading,
      targeted: this.#mutating + this.#reading - this.#lists,
      lists: this.#lists,
      byStatus: Object.fromEntries(this.#statuses),
      byOperation: Object.fromEntries(this.#operations),
      byItem: Object.fromEntries([...this.#items].map(([item, tally]) => [item, Object.fromEntries(tally)])),
      busiestMinute: this.#busiest,
    };
  }

  #itemOf(collection: string | undefined, subject: string | undefined): string | undefined {
    if (subject === undefined) return undefined;
    switch (collection?.toLowerCase()) {
      case 'replicationprotecteditems':
      case 'virtualmachines':
        return this.#spokenName(subject);
      case 'replicationjobs':
      case 'replicationoperationstatus':
      case 'operationresults':
        return this.#jobItems.get(subject.toLowerCase());
      default:
        return undefined;
    }
  }
}

function add(tally: Tally, key: string): Tally {
  return tally.set(key, (tally.get(key) ?? 0) + 1);
}
