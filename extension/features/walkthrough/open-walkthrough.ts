import type * as vscode from 'vscode';
import { registerCommand } from '../../infrastructure/register-command.ts';
import { showWalkthrough } from '../../infrastructure/walkthrough.ts';

/** Open Walkthrough: from a first runbook to the report of its rehearsal, step by step. */
export function openWalkthrough(log: vscode.LogOutputChannel): vscode.Disposable {
  return registerCommand('failback.openWalkthrough', log, () => showWalkthrough('here'));
}
