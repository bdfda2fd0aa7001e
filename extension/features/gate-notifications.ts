import * as vscode from 'vscode';
import { howTo } from '../../core/run/gates.ts';
import type { StepView } from '../../core/run/view.ts';
import { showControls } from '../../core/show-controls.ts';
import { openGates, sayWhoAnswers, unclearSteps, yesOf } from '../infrastructure/gate.ts';
import { plainMessage } from '../infrastructure/plain-message.ts';
import type { RunsWatch, SeenRun } from '../infrastructure/runs-watch.ts';
import { readSettings } from '../infrastructure/settings.ts';
import { withoutCommands } from '../infrastructure/without-commands.ts';

/**
 * Asks in the editor when a run comes to a gate or cannot know what became of a step. Each is told once in this window. The
 * editor has no way to take a notification back, so while one of a run is still there, further gates are told with words that
 * stay the same: of these the editor keeps the newest alone, and nothing piles up where people answer from somewhere else.
 */
export function notifyOfGates(watch: RunsWatch): vscode.Disposable {
  const told = new Set<string>();
  const shown = new Map<string, number>();
  const show = async (id: string, asking: Promise<void>) => {
    shown.set(id, (shown.get(id) ?? 0) + 1);
    try {
      await asking;
    } finally {
      shown.set(id, (shown.get(id) ?? 1) - 1);
    }
  };
  return watch.onDidMove(() => {
    for (const { summary, view } of watch.runs) {
      if (view === undefined || !summary.alive) continue;
      const news = (step: StepView) => {
        const key = `${summary.id} ${step.plan.id} ${step.state.startedAt ?? ''}`;
        const isNew = !told.has(key);
        told.add(key);
        return isNew && readSettings().notifyGates;
      };
      const [gate, ...more] = openGates(view).filter(news);
      if (gate !== undefined) {
        const isShown = (shown.get(summary.id) ?? 0) > 0;
        void show(summary.id, isShown ? askForMore(summary) : ask(summary, gate, more));
      }
      for (const step of unclearSteps(view).filter(news)) void askToSettle(summary, step);
    }
  });
}

type Summary = SeenRun['summary'];

async function ask(summary: Summary, gate: StepView, more: readonly StepView[]): Promise<void> {
  return more.length === 0 ? askForOne(summary, gate) : askForSeveral(summary, [gate, ...more]);
}

async function askForOne({ id, runbook }: Summary, step: StepView): Promise<void> {
  const yes = yesOf(step).label;
  const final = step.plan.irreversible === null ? '' : ` No way back: ${step.plan.irreversible}`;
  const text = `${runbook}${inWave(step)}: “${step.plan.title}” waits for ${sayWhoAnswers(step)}.${final}`;
  const how = howTo(step.plan);
  const buttons = [`${yes}…`, 'Decline…', ...(how.length === 0 ? [] : ['How…']), 'Show Runs'];
  let choice = await vscode.window.showWarningMessage(plainMessage(text), ...buttons);
  if (choice === 'How…') {
    const detail = how.map(showControls).join('\n');
    choice = await vscode.window.showInformationMessage(
      plainMessage(step.plan.title),
      { modal: true, detail },
      `${yes}…`,
    );
  }
  const argument = { run: id, step: step.plan.id };
  if (choice === `${yes}…`) await vscode.commands.executeCommand('failback.approve', argument);
  if (choice === 'Decline…') await vscode.commands.executeCommand('failback.decline', argument);
  if (choice === 'Show Runs') await vscode.commands.executeCommand('failback.runs.focus');
}

/** Waves often come to their gates together; three notifications at once would only hide each other. */
async function askForSeveral({ id, runbook }: Summary, steps: readonly StepView[]): Promise<void> {
  const gates = steps.map(({ plan }) => `“${plan.title}”${plan.wave === null ? '' : ` (${plan.wave})`}`);
  await askToChoose(id, `${runbook} waits for ${steps.length} answers: ${gates.join(', ')}.`);
}

/** Says nothing that could differ from one time to the next: the same words replace each other. */
async function askForMore({ id, runbook }: Summary): Promise<void> {
  await askToChoose(id, `${runbook} waits for further answers. The Runs view shows which.`);
}

async function askToChoose(id: string, text: string): Promise<void> {
  const choice = await vscode.window.showWarningMessage(plainMessage(text), 'Approve…', 'Show Runs');
  if (choice === 'Approve…') await vscode.commands.executeCommand('failback.approve', { run: id });
  if (choice === 'Show Runs') await vscode.commands.executeCommand('failback.runs.focus');
}

async function askToSettle({ id, runbook }: Summary, step: StepView): Promise<void> {
  const why = withoutCommands(step.state.note ?? step.note);
  const { title, kind } = step.plan;
  const choice =
    kind === 'delete-old'
      ? await vscode.window.showWarningMessage(
          plainMessage(`${runbook}${inWave(step)}: “${title}” waits for a person who does it. ${why}`),
          'Settle…',
          'Show Runs',
        )
      : await vscode.window.showErrorMessage(
          plainMessage(`${runbook}${inWave(step)}: the run cannot know what became of “${title}”. ${why}`),
          'Settle…',
          'Show Runs',
        );
  if (choice === 'Settle…')
    await vscode.commands.executeCommand('failback.settleStep', { run: id, step: step.plan.id });
  if (choice === 'Show Runs') await vscode.commands.executeCommand('failback.runs.focus');
}

function inWave({ plan }: StepView): string {
  return plan.wave === null ? '' : `, wave ${plan.wave}`;
}
