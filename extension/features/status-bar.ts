import * as vscode from 'vscode';
import { sayDuration } from '../../core/report/say.ts';
import { openGates } from '../infrastructure/gate.ts';
import type { RunsWatch, SeenRun } from '../infrastructure/runs-watch.ts';
import { sayPercent, sayTargetShort } from '../infrastructure/say-run.ts';

/** An item while a run is on: how far it is, and highlighted while it waits for a person. */
export function showStatusBar(watch: RunsWatch): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('failback.run', vscode.StatusBarAlignment.Left, 50);
  item.name = 'Failback Run';
  const draw = () => {
    const face = statusFace(watch.runs);
    if (face === undefined) return item.hide();
    item.text = face.text;
    item.tooltip = face.tooltip;
    item.accessibilityInformation = { label: face.spoken };
    item.backgroundColor = face.highlighted ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    item.command = face.highlighted ? 'failback.approve' : 'failback.runs.focus';
    item.show();
  };
  draw();
  return vscode.Disposable.from(watch.onDidMove(draw), item);
}

export interface StatusFace {
  readonly text: string;
  readonly tooltip: string;
  readonly spoken: string;
  readonly highlighted: boolean;
}

/** One item for all runs: the one that waits for a person first, else the newest that is on. Undefined: none is. */
export function statusFace(runs: readonly SeenRun[]): StatusFace | undefined {
  const on = runs.filter(
    ({ summary, view }) => summary.alive && view !== undefined && view.state.endedAt === undefined,
  );
  const run = on.find(({ view }) => view !== undefined && openGates(view).length > 0) ?? on[0];
  if (run?.view === undefined) return undefined;
  const { summary, view } = run;
  const gates = openGates(view);
  const more = on.length > 1 ? ` (+${on.length - 1})` : '';
  const percent = sayPercent(view.fraction);
  const left = view.timeLeft === undefined ? '' : `, about ${sayDuration(view.timeLeft.likely)} left`;
  const about = `${summary.runbook}, ${sayTargetShort(summary.target)}: ${percent}${left}. ${summary.home} of ${summary.machines} machines home.`;
  if (gates.length > 0) {
    const waits = gates.map(({ plan }) => plan.title).join('; ');
    return {
      text: `$(bell-dot) ${summary.runbook} ${percent} waits for you${more}`,
      tooltip: `${about}\nWaits for an answer: ${waits}`,
      spoken: `Failback waits for an answer: ${waits}. ${about}`,
      highlighted: true,
    };
  }
  const paused = view.state.status === 'paused';
  return {
    text: `$(${paused ? 'debug-pause' : 'sync~spin'}) ${summary.runbook} ${percent}${more}`,
    tooltip: about,
    spoken: `Failback ${paused ? 'is paused' : 'runs'}: ${about}`,
    highlighted: false,
  };
}
