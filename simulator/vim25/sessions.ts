import type { Chance } from '../chance.ts';
import type { Instant } from '../virtual-clock.ts';
import type { ManagedObject } from './managed-object.ts';
import type { Contents } from './retrieve-properties.ts';

/** What a server keeps for one client from its login to its logout. */
export interface Session {
  readonly cookie: string;
  readonly key: string;
  readonly account: string;
  readonly loginTime: Instant;
  lastSeen: Instant;
  /** Views and collectors that the client made, by id. */
  readonly objects: Map<string, ManagedObject>;
  /** Events that a collector has still to tell, and all of them for a rewind. */
  readonly collectors: Map<string, { readonly all: readonly string[]; at: number }>;
  /** Pages to come, by the token that asks for them. */
  readonly pages: Map<string, { readonly contents: Contents; readonly length: number }>;
  /** Numbers what the client makes. */
  made: number;
}

/** The sessions of one server. They end by logout, or after so long without a word. */
export class Sessions {
  readonly #chance: Chance;
  readonly #server: string;
  readonly #life: number;
  readonly #open = new Map<string, Session>();
  #count = 0;

  /** @param life seconds of silence after which a session is over; null: never */
  constructor(chance: Chance, server: string, life: number | null) {
    this.#chance = chance;
    this.#server = server;
    this.#life = life === null ? Number.POSITIVE_INFINITY : life * 1000;
  }

  begin(account: string, at: Instant): Session {
    this.#count += 1;
    const session: Session = {
      cookie: this.#chance.guid('vim-cookie', this.#server, this.#count).replaceAll('-', ''),
      key: this.#chance.guid('vim-session', this.#server, this.#count),
      account,
      loginTime: at,
      lastSeen: at,
      objects: new Map(),
      collectors: new Map(),
      pages: new Map(),
      made: 0,
    };
    this.#open.set(session.cookie, session);
    return session;
  }

  /** The session of a request, by its cookie; its silence ends now. */
  of(cookies: string | undefined, at: Instant): Session | undefined {
    const cookie = /(?:^|;\s*)vmware_soap_session="?([^";]+)/.exec(cookies ?? '')?.[1];
    const session = cookie === undefined ? undefined : this.#open.get(cookie);
    if (session === undefined) return undefined;
    if (at - session.lastSeen > this.#life) {
      this.#open.delete(session.cookie);
      return undefined;
    }
    session.lastSeen = at;
    return session;
  }

  withKey(key: string): Session | undefined {
    return [...this.#open.values()].find((session) => session.key === key);
  }

  end(session: Session): void {
    this.#open.delete(session.cookie);
  }
}
