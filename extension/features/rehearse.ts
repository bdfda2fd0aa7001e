import * as vscode from 'vscode';
import { chooseRunbook, saveIfChanged } from '../infrastructure/choose-runbook.ts';
import { registerCommand } from '../infrastructure/register-command.ts';
import type { RunStarter } from '../infrastructure/start-run.ts';

/** Rehearse: the runbook performed on a simulated copy of its estate, with the real run's steps, gates and journal. */
export function rehearse(starter: RunStarter, log: vscode.LogOutputChannel): vscode.Disposable {
  return registerCommand('failback.rehearse', log, async (argument) => {
    const runbook = await chooseRunbook(argument);
    if (runbook === undefined) return;
    await saveIfChanged(runbook);
    const title = `Failback: starting the rehearsal of ${vscode.workspace.asRelativePath(runbook)}…`;
    const run = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
      starter.rehearse(runbook),
    );
    log.info(`Rehearsal ${run} of ${runbook.fsPath} started.`);
    void vscode.commands.executeCommand('failback.runs.focus');
    return run;
  });
}
