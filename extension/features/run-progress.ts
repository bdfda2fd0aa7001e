import * as vscode from 'vscode';
import { sayCount, sayDuration } from '../../core/report/say.ts';
import { plainMessage } from '../infrastructure/plain-message.ts';
import { isUnfinished } from '../infrastructure/run-standing.ts';
import type { RunsWatch, SeenRun } from '../infrastructure/runs-watch.ts';
import { sayPercent, sayTargetShort } from '../infrastructure/say-run.ts';
import type { RunStarter } from '../infrastructure/start-run.ts';

/** A notification with a bar for each run that this window starts. It only watches: closing it ends nothing. */
export function showRunProgress(starter: RunStarter, watch: RunsWatch): vscode.Disposable {
  return starter.onDidStart((id) => void follow(id, watch));
}

async function follow(id: string, watch: RunsWatch): Promise<void> {
  const seen = watch.run(id);
  if (seen === undefined) return;
  const kind = sayTargetShort(seen.summary.target) === 'live' ? 'Live run' : 'Rehearsal';
  const end = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `${kind} of ${seen.summary.runbook}`, cancellable: true },
    (progress, token) => watchToTheEnd(id, watch, progress, token),
  );
  if (end === 'cancel') await askWhatCancelMeans(id, seen.summary.runbook);
  if (end === 'over') await tellEnd(id, watch, kind);
}

type Bar = vscode.Progress<{ readonly message?: string; readonly increment?: number }>;

function watchToTheEnd(
  id: string,
  watch: RunsWatch,
  bar: Bar,
  token: vscode.CancellationToken,
): Promise<'cancel' | 'over'> {
  return new Promise((resolve) => {
    let shown = 0;
    const subscriptions: vscode.Disposable[] = [];
    const end = (how: 'cancel' | 'over') => {
      for (const subscription of subscriptions) subscription.dispose();
      resolve(how);
    };
    const draw = () => {
      const run = watch.run(id);
      if (run === undefined || !isUnfinished(run)) return end('over');
      const percent = run.summary.fraction * 100;
      bar.report({ message: sayProgress(run), increment: Math.max(0, percent - shown) });
      shown = Math.max(shown, percent);
    };
    subscriptions.push(
      watch.onDidMove(draw),
      token.onCancellationRequested(() => end('cancel')),
    );
    draw();
  });
}

/** The bar's cross is read as “stop it” by some and as “hide it” by others, so it does neither before asking. */
async function askWhatCancelMeans(id: string, runbook: string): Promise<void> {
  const choice = await vscode.window.showInformationMessage(
    `The run of '${runbook}' goes on by itself; this window only stopped watching it. The Runs view and the status bar still show it.`,
    'Cancel the Run…',
    'Show Runs',
  );
  if (choice === 'Cancel the Run…') await vscode.commands.executeCommand('failback.cancel', { run: id });
  if (choice === 'Show Runs') await vscode.commands.executeCommand('failback.runs.focus');
}

async function tellEnd(id: string, watch: RunsWatch, kind: string): Promise<void> {
  const run = watch.run(id);
  if (run === undefined) return;
  const { status, runbook, home, machines, because } = run.summary;
  const went = `${kind} of ${runbook}: ${status}. ${home} of ${sayCount(machines, 'machine')} home.${because === undefined ? '' : ` ${because}`}`;
  const show = status === 'done' ? vscode.window.showInformationMessage : vscode.window.showErrorMessage;
  if ((await show(plainMessage(went), 'Open Report')) === 'Open Report')
    await vscode.commands.executeCommand('failback.openReport', { run: id });
}

function sayProgress({ summary, view }: SeenRun): string {
  const wave = view?.waves.find(({ status }) => status === 'running' || status === 'waiting');
  const left = view?.timeLeft === undefined ? '' : `, about ${sayDuration(view.timeLeft.likely)} left`;
  const where = wave === undefined ? '' : ` · ${wave.name}: ${wave.current}`;
  return `${sayPercent(summary.fraction)}${left}${where}`;
}
