import type { Seconds } from '../../core/quantity.ts';
import type { ClassicServers } from '../../core/run/classic-servers.ts';
import type { Effects } from '../effects.ts';

/** What this process saw of the classic servers last. Memory only, like the rows of the items. */
export class ServerBoard {
  readonly #effects: Effects;
  readonly #now: () => Date;
  #servers: ClassicServers | undefined;
  #seenAt: Date | undefined;

  constructor(effects: Effects, now: () => Date) {
    this.#effects = effects;
    this.#now = now;
  }

  /** As seen no longer ago than this, read anew where need be. */
  async seen(notOlderThan: Seconds): Promise<ClassicServers> {
    if (this.#servers !== undefined && !this.olderThan(notOlderThan)) return this.#servers;
    const at = this.#now();
    this.#servers = await this.#effects.classicServers();
    this.#seenAt = at;
    return this.#servers;
  }

  olderThan(seconds: Seconds): boolean {
    if (this.#seenAt === undefined) return true;
    const age = (this.#now().getTime() - this.#seenAt.getTime()) / 1000;
    return age < 0 || age >= seconds;
  }
}
