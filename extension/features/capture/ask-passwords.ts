import * as vscode from 'vscode';
import type { PasswordStore } from './password-store.ts';

/** A server of the site that nobody outside the editor gave a password for. */
export interface ServerWithoutPassword {
  readonly name: string;
  readonly address: string;
  readonly account: string;
}

/** Passwords by the name of their server, and which of them were typed just now. */
export interface Passwords {
  readonly given: ReadonlyMap<string, string>;
  readonly typed: ReadonlySet<string>;
}

/** From the editor's secret storage, else from the person, server by server. Undefined: the person thought better of it. */
export async function askPasswords(
  servers: readonly ServerWithoutPassword[],
  store: PasswordStore,
): Promise<Passwords | undefined> {
  const given = new Map<string, string>();
  const typed = new Set<string>();
  for (const server of servers) {
    const kept = await store.find(server);
    if (kept !== undefined) {
      given.set(server.name, kept);
      continue;
    }
    const password = await vscode.window.showInputBox({
      title: `Password of ${server.account} on ${server.name}`,
      prompt: `For ${server.address}. It is kept in this system’s keyring and never written into a file. Empty: leave this server out.`,
      password: true,
      ignoreFocusOut: true,
    });
    if (password === undefined) return undefined;
    if (password === '') continue;
    given.set(server.name, password);
    typed.add(server.name);
  }
  return { given, typed };
}
