import * as vscode from 'vscode';
import { everyStep } from '../../core/report/every-step.ts';
import type { StepView } from '../../core/run/view.ts';
import { plainMessage } from '../infrastructure/plain-message.ts';
import type { RunsWatch, SeenRun } from '../infrastructure/runs-watch.ts';
import { hasMoved, sayFailure } from '../infrastructure/say-failure.ts';

/** Tells when a step of a run that is on fails: its siblings go on, so there is time to mend it. Each failure is told once. */
export function notifyOfFailures(watch: RunsWatch): vscode.Disposable {
  const told = new Set<string>();
  return watch.onDidMove(() => {
    for (const { summary, view } of watch.runs) {
      if (view === undefined || !summary.alive) continue;
      const news = everyStep(view).filter(({ plan, state }) => {
        const key = `${summary.id} ${plan.id} ${state.endedAt ?? ''}`;
        if (state.status !== 'failed' || told.has(key)) return false;
        told.add(key);
        return true;
      });
      const [first, ...more] = news;
      if (first !== undefined) void tell(summary, first, more.length);
    }
  });
}

async function tell({ id, runbook }: SeenRun['summary'], { plan, state }: StepView, more: number): Promise<void> {
  const mend = hasMoved({ plan, state }) ? 'Plan Anew…' : 'Settle…';
  const choice = await vscode.window.showErrorMessage(
    plainMessage(sayFailure(runbook, { plan, state }, more)),
    mend,
    'Show Runs',
  );
  if (choice === 'Plan Anew…') await vscode.commands.executeCommand('failback.replanRun', { run: id });
  if (choice === 'Settle…')
    await vscode.commands.executeCommand('failback.settleStep', more === 0 ? { run: id, step: plan.id } : { run: id });
  if (choice === 'Show Runs') await vscode.commands.executeCommand('failback.runs.focus');
}
