import * as vscode from 'vscode';

/** A Microsoft account that signs in at once, and remembers what was asked of it. */
export class FakeMicrosoft implements vscode.AuthenticationProvider {
  /** Scopes of each look for a session, and of each sign-in. */
  readonly looks: (readonly string[])[] = [];
  readonly signIns: (readonly string[])[] = [];
  readonly #sessions: vscode.AuthenticationSession[] = [];
  readonly #changed = new vscode.EventEmitter<vscode.AuthenticationProviderAuthenticationSessionsChangeEvent>();

  readonly onDidChangeSessions = this.#changed.event;

  async getSessions(scopes: readonly string[] | undefined): Promise<vscode.AuthenticationSession[]> {
    if (scopes !== undefined) this.looks.push(scopes);
    return this.#sessions.filter(
      (session) => scopes === undefined || scopes.every((scope) => session.scopes.includes(scope)),
    );
  }

  async createSession(scopes: readonly string[]): Promise<vscode.AuthenticationSession> {
    this.signIns.push(scopes);
    const session = {
      id: String(this.#sessions.length),
      accessToken: tokenThatExpires(2_000_000_000),
      account: { id: 'dana', label: 'dana.vermeer@contoso.example' },
      scopes,
    };
    this.#sessions.push(session);
    this.#changed.fire({ added: [session], removed: [], changed: [] });
    return session;
  }

  async removeSession(id: string): Promise<void> {
    const index = this.#sessions.findIndex((session) => session.id === id);
    const removed = this.#sessions.splice(index, 1);
    this.#changed.fire({ added: [], removed, changed: [] });
  }
}

/** Shaped like Microsoft's, signed by nobody. */
function tokenThatExpires(exp: number): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ exp, aud: 'https://management.azure.com' })}.unsigned`;
}
