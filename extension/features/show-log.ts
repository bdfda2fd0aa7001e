import type * as vscode from 'vscode';
import { registerCommand } from '../infrastructure/register-command.ts';

export function showLog(log: vscode.LogOutputChannel): vscode.Disposable {
  return registerCommand('failback.showLog', log, async () => log.show());
}
