import * as vscode from 'vscode';
import { showControls } from '../../core/report/escape-html.ts';
import { howTo } from '../../core/run/gates.ts';
import { askWho } from '../infrastructure/ask-who.ts';
import { chooseStep } from '../infrastructure/choose-run.ts';
import { openGates, sayWhoAnswers, whoMayAnswer, yesOf } from '../infrastructure/gate.ts';
import { plainMessage } from '../infrastructure/plain-message.ts';
import { registerCommand } from '../infrastructure/register-command.ts';
import type { RunsWatch } from '../infrastructure/runs-watch.ts';

/** Approve and Decline: who, an optional word, and the answer goes into the run's inbox. */
export function answerGates(watch: RunsWatch, log: vscode.LogOutputChannel): vscode.Disposable {
  return vscode.Disposable.from(
    registerCommand('failback.approve', log, (argument) => answer(watch, argument, 'yes')),
    registerCommand('failback.decline', log, (argument) => answer(watch, argument, 'no')),
  );
}

async function answer(watch: RunsWatch, argument: unknown, says: 'yes' | 'no'): Promise<void> {
  const gate = await chooseStep(
    watch,
    argument,
    openGates,
    says === 'yes' ? 'Approve which gate?' : 'Decline which gate?',
  );
  if (gate === undefined) return;
  const yes = yesOf(gate.step);
  const verb = says === 'yes' ? yes.label : 'Decline';
  const title = `${verb}: ${gate.step.plan.title}`;
  const who = await askWho(whoMayAnswer(gate.step), title);
  if (who === undefined) return;
  const comment = await vscode.window.showInputBox({
    title,
    prompt: [
      `${gate.step.plan.title} — waits for ${sayWhoAnswers(gate.step)}.`,
      ...(says === 'yes' ? howTo(gate.step.plan).map(showControls) : []),
      'A word for the journal, if you like.',
    ].join(' '),
    placeHolder: says === 'yes' ? 'For example: checked with the business at 20:10' : 'Why not? The report shows it',
    ignoreFocusOut: true,
  });
  if (comment === undefined) return;
  const kind = says === 'yes' ? yes.kind : 'decline';
  const said = comment.trim() === '' ? {} : { comment: comment.trim() };
  const outcome = await watch.send(gate.run.summary.id, { kind, step: gate.step.plan.id, who, ...said });
  tell(outcome);
}

function tell({ outcome, message }: Awaited<ReturnType<RunsWatch['send']>>): void {
  if (outcome === 'taken') vscode.window.setStatusBarMessage(`$(check) ${plainMessage(message)}`, 8000);
  else void vscode.window.showWarningMessage(plainMessage(message));
}
