import * as vscode from 'vscode';
import { FailbackError } from '../../core/failback-error.ts';
import type { CommandId } from './commands.ts';
import { plainMessage } from './plain-message.ts';

/** The command that a remedy names, a press away. Where there is none, the log may tell more. */
const WAYS_OUT: Readonly<Record<string, readonly [label: string, command: CommandId]>> = {
  'no-runbook-here': ['New Runbook', 'failback.newRunbook'],
};
const SHOW_LOG = ['Show Log', 'failback.showLog'] as const;

/** Tells a person what failed and what to do. The log gets the whole of it. */
export async function showFailure(error: unknown, log: vscode.LogOutputChannel): Promise<void> {
  const failure = error instanceof Error ? error : new Error(String(error));
  log.error(failure instanceof FailbackError ? `${failure.code}: ${failure.message}\n${failure.remedy}` : failure);
  if (failure.cause !== undefined) log.error(`Cause: ${String(failure.cause)}`);
  const text =
    failure instanceof FailbackError
      ? `${failure.message} ${failure.remedy.replace(/\s*\n\s*/g, ' ')}`
      : `Failback made a mistake of its own: ${failure.message}. The log says where; please report it.`;
  const [label, command] = (failure instanceof FailbackError ? WAYS_OUT[failure.code] : undefined) ?? SHOW_LOG;
  if ((await vscode.window.showErrorMessage(plainMessage(text), label)) === label)
    await vscode.commands.executeCommand(command);
}
