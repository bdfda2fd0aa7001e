/** The parts of the editor's storage that are used; a test brings its own. */
interface Secrets {
  get(key: string): Thenable<string | undefined>;
  store(key: string, value: string): Thenable<void>;
  delete(key: string): Thenable<void>;
}
interface Memory {
  get<T>(key: string, otherwise: T): T;
  update(key: string, value: unknown): Thenable<void>;
}

/** Whose password it is. The address, not the name, tells servers apart: a runbook may call any server `vc`. */
export interface PasswordOwner {
  readonly address: string;
  readonly account: string;
}

const KEPT = 'failback.passwordsKept';

/** Passwords of vCenters and hosts, kept by the editor in the system's own keyring. Only whose they are is kept in the open. */
export class PasswordStore {
  readonly #secrets: Secrets;
  readonly #memory: Memory;

  constructor(secrets: Secrets, memory: Memory) {
    this.#secrets = secrets;
    this.#memory = memory;
  }

  find(owner: PasswordOwner): Thenable<string | undefined> {
    return this.#secrets.get(keyOf(owner));
  }

  async keep(owner: PasswordOwner, password: string): Promise<void> {
    await this.#secrets.store(keyOf(owner), password);
    const others = this.owners().filter((other) => keyOf(other) !== keyOf(owner));
    await this.#memory.update(KEPT, [...others, { address: owner.address, account: owner.account }]);
  }

  async forget(owner: PasswordOwner): Promise<void> {
    await this.#secrets.delete(keyOf(owner));
    await this.#memory.update(
      KEPT,
      this.owners().filter((other) => keyOf(other) !== keyOf(owner)),
    );
  }

  /** Whose passwords are kept. */
  owners(): readonly PasswordOwner[] {
    return this.#memory.get<readonly PasswordOwner[]>(KEPT, []);
  }
}

function keyOf({ address, account }: PasswordOwner): string {
  return `failback.password ${JSON.stringify([address.toLowerCase(), account])}`;
}
