import * as vscode from 'vscode';
import type { RunsWatch } from '../../../extension/infrastructure/runs-watch.ts';
import { openGatesOf } from './open-gates.ts';
import { until } from './until.ts';

/** Approves the first open gate of a run through the command; true once the journal has the answer. */
export async function approveNext(watch: RunsWatch, run: string): Promise<boolean> {
  const [gate] = openGatesOf(watch, run) ?? [];
  if (gate === undefined) return false;
  await vscode.commands.executeCommand('failback.approve', { run, step: gate.step });
  // One that wants two people stays open, with one name fewer.
  await until('the answer in the journal', () =>
    watch.run(run)?.view?.open.every((open) => open.plan.id !== gate.step || open.state.answers.length > gate.answers),
  );
  return true;
}
