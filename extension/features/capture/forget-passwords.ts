import * as vscode from 'vscode';
import { registerCommand } from '../../infrastructure/register-command.ts';
import type { PasswordStore } from './password-store.ts';

/** Forget Passwords: takes passwords of vCenters and hosts out of the editor's secret storage. */
export function forgetPasswords(store: PasswordStore, log: vscode.LogOutputChannel): vscode.Disposable {
  return registerCommand('failback.forgetPasswords', log, async () => {
    const items = store.owners().map((owner) => ({ label: owner.account, description: owner.address, owner }));
    if (items.length === 0) {
      void vscode.window.showInformationMessage('Failback keeps no password.');
      return 0;
    }
    const chosen = await vscode.window.showQuickPick(items, {
      title: 'Which passwords shall Failback forget?',
      canPickMany: true,
    });
    for (const { owner } of chosen ?? []) await store.forget(owner);
    return chosen?.length ?? 0;
  });
}
