import type * as vscode from 'vscode';
import { everyStep } from '../../core/report/every-step.ts';
import type { ContextKey } from '../infrastructure/commands.ts';
import { openGates } from '../infrastructure/gate.ts';
import { isResumable, isSilent, isUnfinished } from '../infrastructure/run-standing.ts';
import type { RunsWatch, SeenRun } from '../infrastructure/runs-watch.ts';
import { setContext } from '../infrastructure/walkthrough.ts';

/** Tells the `when` clauses of package.json what there is, so that the palette offers what can be done now. */
export function keepContextKeys(watch: RunsWatch): vscode.Disposable {
  let told = '';
  const tell = () => {
    const keys = contextKeys(watch.runs);
    if (JSON.stringify(keys) === told) return;
    told = JSON.stringify(keys);
    for (const [key, value] of Object.entries(keys) as [OfRuns, boolean][]) setContext(key, value);
  };
  tell();
  return watch.onDidMove(tell);
}

type OfRuns = Exclude<ContextKey, 'failback.hasRunbook' | 'failback.hasInventory'>;

function contextKeys(runs: readonly SeenRun[]): Readonly<Record<OfRuns, boolean>> {
  const unfinished = runs.filter(isUnfinished);
  return {
    'failback.inBrowser': false,
    'failback.hasRuns': runs.length > 0,
    'failback.runOn': unfinished.some(({ summary }) => summary.alive),
    'failback.runResumable': runs.some(isResumable),
    'failback.runSilent': runs.some(isSilent),
    'failback.runUnfinished': unfinished.length > 0,
    'failback.gateOpen': runs.some(({ view }) => view !== undefined && openGates(view).length > 0),
    'failback.gateAnswered': runs.some(
      ({ view }) => view !== undefined && everyStep(view).some(({ state }) => state.answers.length > 0),
    ),
    'failback.stepToSettle': runs.some(
      ({ view }) =>
        view !== undefined &&
        everyStep(view).some(
          ({ state }) => state.status === 'asking' || state.status === 'failed' || state.status === 'declined',
        ),
    ),
  };
}
