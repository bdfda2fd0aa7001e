import * as vscode from 'vscode';
import { askWhy } from '../../infrastructure/ask-why.ts';
import { chooseRun } from '../../infrastructure/choose-run.ts';
import type { CommandLine } from '../../infrastructure/command-line.ts';
import { plainMessage } from '../../infrastructure/plain-message.ts';
import { registerCommand } from '../../infrastructure/register-command.ts';
import type { RunsWatch } from '../../infrastructure/runs-watch.ts';

const GO_ON = 'Go On by This Plan';

/** Plan Run Anew: what the run would decide otherwise by the facts as they are now, and whether it shall. */
export function replanRun(watch: RunsWatch, commandLine: CommandLine, log: vscode.LogOutputChannel): vscode.Disposable {
  return registerCommand('failback.replanRun', log, async (argument) => {
    const run = await chooseRun(
      watch,
      argument,
      ({ summary }) => summary.status !== 'done',
      'No run is left to plan anew.',
    );
    if (run === undefined) return;
    const { id, runbook, handle, alive } = run.summary;
    const cwd = handle.directory;
    const shown = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: `Looking at the world of ${runbook} anew` },
      () => commandLine.run(['replan', id], { cwd }),
    );
    if (!shown.stdout.includes('would decide otherwise')) {
      void vscode.window.showWarningMessage(plainMessage((shown.stdout === '' ? shown.stderr : shown.stdout).trim()));
      return;
    }
    const choice = await vscode.window.showWarningMessage(
      `Plan the run of '${runbook}' anew?`,
      { modal: true, detail: shown.stdout.trim() },
      GO_ON,
    );
    if (choice !== GO_ON) return;
    const title = `Plan ${runbook} anew`;
    const said = await askWhy(title);
    if (said === undefined) return;
    const { because, who } = said;
    const { stderr } = await commandLine.must(['replan', id, '--apply', '--because', because, '--as', who], { cwd });
    // A run that nobody executes takes the plan up once somebody does.
    const goOn = alive ? [] : ['Resume Run'];
    void vscode.window
      .showInformationMessage(plainMessage(stderr.trim().split('\n')[0] ?? 'The run goes on by the new plan.'), ...goOn)
      .then((next) => {
        if (next === 'Resume Run') void vscode.commands.executeCommand('failback.resume', { run: id });
      });
    await watch.look();
  });
}
