import * as vscode from 'vscode';
import { FailbackError } from '../../core/failback-error.ts';
import { plainMessage } from './plain-message.ts';

/** Tells a person what failed and what to do. The log gets the whole of it. */
export async function showFailure(error: unknown, log: vscode.LogOutputChannel): Promise<void> {
  const failure = error instanceof Error ? error : new Error(String(error));
  log.error(failure instanceof FailbackError ? `${failure.code}: ${failure.message}\n${failure.remedy}` : failure);
  if (failure.cause !== undefined) log.error(`Cause: ${String(failure.cause)}`);
  const text =
    failure instanceof FailbackError
      ? `${failure.message} ${failure.remedy.replace(/\s*\n\s*/g, ' ')}`
      : `Failback made a mistake of its own: ${failure.message}. The log says where; please report it.`;
  if ((await vscode.window.showErrorMessage(plainMessage(text), 'Show Log')) === 'Show Log') log.show();
}
