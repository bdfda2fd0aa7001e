import * as vscode from 'vscode';
import { sayMoment } from '../../core/report/say.ts';
import { askMyName } from '../infrastructure/ask-who.ts';
import { chooseRun } from '../infrastructure/choose-run.ts';
import type { CommandLine } from '../infrastructure/command-line.ts';
import { plainMessage } from '../infrastructure/plain-message.ts';
import { registerCommand } from '../infrastructure/register-command.ts';
import { isSilent } from '../infrastructure/run-standing.ts';
import type { RunsWatch } from '../infrastructure/runs-watch.ts';

const TAKE_OVER = 'Take Over Run';

/** Take Over Run: a new process for a run whose own one hangs. It looks for what the old one began before it issues anything. */
export function takeOver(watch: RunsWatch, commandLine: CommandLine, log: vscode.LogOutputChannel): vscode.Disposable {
  return registerCommand('failback.takeOver', log, async (argument) => {
    const run = await chooseRun(watch, argument, isSilent, 'Every process that has a run was heard of a moment ago.');
    if (run === undefined) return;
    const { id, runbook, handle, silentSince } = run.summary;
    const since = silentSince === undefined ? '' : ` was not heard of since ${sayMoment(silentSince)}: it`;
    const sure = await vscode.window.showWarningMessage(
      `Take the run of '${runbook}' from its process?`,
      {
        modal: true,
        detail: `The process that executes it${since} may hang, or be stopped. Look at it first. Once the run is taken, the old process sends and writes nothing more, even if it wakes up; a new one looks for the jobs that it began, and goes on from there.`,
      },
      TAKE_OVER,
    );
    if (sure !== TAKE_OVER) return;
    const who = await askMyName(`Take over ${runbook}`);
    if (who === undefined) return;
    await commandLine.must(['resume', id, '--take-over', '--as', who, '--detach'], { cwd: handle.directory });
    await watch.look();
    vscode.window.setStatusBarMessage(plainMessage(`A new process has ${runbook}.`), 8000);
  });
}
