import * as vscode from 'vscode';
import { FailbackError } from '../../core/failback-error.ts';
import { COMMANDS, type CommandId } from './commands.ts';
import { showFailure } from './show-failure.ts';

/**
 * Puts a command into the palette. What goes wrong in it reaches the person as sentences, never as a stack trace, and a
 * command that changes something is refused in a workspace that nobody trusts, whoever calls it.
 */
export function registerCommand(
  id: CommandId,
  log: vscode.LogOutputChannel,
  perform: (argument: unknown) => Promise<unknown>,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (argument: unknown) => {
    try {
      if (COMMANDS[id].needsTrust) refuseWithoutTrust();
      return await perform(argument);
    } catch (error) {
      void showFailure(error, log);
      return undefined;
    }
  });
}

/** @throws FailbackError `workspace-untrusted` */
export function refuseWithoutTrust(): void {
  if (vscode.workspace.isTrusted) return;
  throw new FailbackError(
    'workspace-untrusted',
    'Nothing runs in a workspace that you do not trust: a runbook can name scripts, and this one may be somebody else’s.',
    'Read the runbook first. Then trust the workspace with “Workspaces: Manage Workspace Trust”, and start again.',
  );
}
