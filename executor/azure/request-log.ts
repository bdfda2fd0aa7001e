/** A request to ARM and what came back; written down once it is over. */
export interface RequestNote {
  /** By this computer's clock or the estate's: when it was sent. */
  readonly at: string;
  readonly method: string;
  readonly url: string;
  /** Undefined where no answer came. */
  readonly status: number | undefined;
  readonly requestId: string | undefined;
}

interface Polls {
  readonly from: string;
  to: string;
  times: number;
  failed: number;
}

/**
 * What a run asked of Azure, as lines of JSON: each request that changes something or is about one thing, with its time;
 * lists, which are polled for days, summed up between two writings.
 */
export class RequestLog {
  #lines: string[] = [];
  readonly #polls = new Map<string, Polls>();

  /** Lines that wait to be written. */
  get waiting(): number {
    return this.#lines.length;
  }

  note({ at, method, url, status, requestId }: RequestNote): void {
    const { pathname } = new URL(url);
    if (method === 'GET' && isList(pathname)) {
      const polls = this.#polls.get(pathname) ?? { from: at, to: at, times: 0, failed: 0 };
      polls.to = at;
      polls.times += 1;
      if (status === undefined || status >= 400) polls.failed += 1;
      this.#polls.set(pathname, polls);
      return;
    }
    const known = method === 'GET' || requestId === undefined ? {} : { requestId };
    this.#lines.push(JSON.stringify({ at, method, path: pathname, status: status ?? null, ...known }));
  }

  /** What was noted since the last time, with a line feed after each line; empty where there is nothing. */
  take(): string {
    const lists = [...this.#polls].map(([list, polls]) => JSON.stringify({ list, ...polls }));
    const text = [...this.#lines, ...lists].map((line) => `${line}\n`).join('');
    this.#lines = [];
    this.#polls.clear();
    return text;
  }
}

/** Behind the provider's name types and names take turns: a path that ends with a type asks for a list. */
function isList(path: string): boolean {
  const behind = path
    .slice(path.toLowerCase().lastIndexOf('/providers/') + 1)
    .split('/')
    .filter((part) => part !== '');
  return behind.length % 2 === 1;
}
