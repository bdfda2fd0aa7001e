/** One request and its answer, as a judge of ARM traffic reads them. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly status: number;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: string;
}

/** Keeps the newest exchanges, as many as fit into so many bytes. */
export class ExchangeLog {
  readonly #most: number;
  readonly #kept: Exchange[] = [];
  #bytes = 0;
  #dropped = 0;

  constructor(mostBytes: number) {
    this.#most = mostBytes;
  }

  get exchanges(): readonly Exchange[] {
    return this.#kept;
  }

  /** How many were let go to keep within the bytes. */
  get dropped(): number {
    return this.#dropped;
  }

  add(exchange: Exchange): void {
    this.#kept.push(exchange);
    this.#bytes += sizeOf(exchange);
    while (this.#bytes > this.#most && this.#kept.length > 0) {
      const oldest = this.#kept.shift();
      if (oldest !== undefined) this.#bytes -= sizeOf(oldest);
      this.#dropped += 1;
    }
  }
}

/** Headers are much alike; a round figure stands for them. */
function sizeOf(exchange: Exchange): number {
  return 1024 + exchange.url.length + exchange.body.length + exchange.responseBody.length;
}
