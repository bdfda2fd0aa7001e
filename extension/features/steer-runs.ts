import * as vscode from 'vscode';
import { askMyName } from '../infrastructure/ask-who.ts';
import { chooseRun } from '../infrastructure/choose-run.ts';
import type { CommandLine } from '../infrastructure/command-line.ts';
import { plainMessage } from '../infrastructure/plain-message.ts';
import { registerCommand } from '../infrastructure/register-command.ts';
import { isPausable, isResumable, isUnfinished } from '../infrastructure/run-standing.ts';
import type { RunsWatch } from '../infrastructure/runs-watch.ts';

/** Pause, Resume and Cancel. */
export function steerRuns(watch: RunsWatch, commandLine: CommandLine, log: vscode.LogOutputChannel): vscode.Disposable {
  return vscode.Disposable.from(
    registerCommand('failback.pause', log, (argument) => pause(watch, argument)),
    registerCommand('failback.resume', log, (argument) => resume(watch, commandLine, argument)),
    registerCommand('failback.cancel', log, (argument) => cancel(watch, argument)),
  );
}

async function pause(watch: RunsWatch, argument: unknown): Promise<void> {
  const run = await chooseRun(watch, argument, isPausable, 'No run is on that could be paused.');
  if (run === undefined) return;
  const who = await askMyName(`Pause ${run.summary.runbook}`);
  if (who !== undefined) tell(await watch.send(run.summary.id, { kind: 'pause', who }));
}

/** A run that is executed is told to go on; one that lost its process gets a new one, which adopts what the old one began. */
async function resume(watch: RunsWatch, commandLine: CommandLine, argument: unknown): Promise<void> {
  const run = await chooseRun(watch, argument, isResumable, 'No run is left to resume.');
  if (run === undefined) return;
  const { id, runbook, alive } = run.summary;
  const who = await askMyName(`Resume ${runbook}`);
  if (who === undefined) return;
  if (alive) return tell(await watch.send(id, { kind: 'resume', who }));
  await commandLine.must(['resume', id, '--as', who, '--detach'], { cwd: run.summary.handle.directory });
  await watch.look();
  vscode.window.setStatusBarMessage(`$(debug-continue) ${runbook} goes on.`, 8000);
}

async function cancel(watch: RunsWatch, argument: unknown): Promise<void> {
  const run = await chooseRun(watch, argument, isUnfinished, 'No run is left to cancel.');
  if (run === undefined) return;
  const { id, runbook } = run.summary;
  const sure = await vscode.window.showWarningMessage(
    `Cancel the run of '${runbook}'?`,
    {
      modal: true,
      detail:
        'It issues nothing more and lets the jobs finish that Azure has accepted. A failover in progress is not undone, and machines that failed over stay where they are then.',
    },
    'Cancel Run',
  );
  if (sure !== 'Cancel Run') return;
  const who = await askMyName(`Cancel ${runbook}`);
  if (who !== undefined) tell(await watch.send(id, { kind: 'cancel', who }));
}

function tell({ outcome, message }: Awaited<ReturnType<RunsWatch['send']>>): void {
  if (outcome === 'taken') vscode.window.setStatusBarMessage(plainMessage(message), 8000);
  else void vscode.window.showWarningMessage(plainMessage(message));
}
