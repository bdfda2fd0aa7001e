import * as vscode from 'vscode';
import { FailbackError } from '../../core/failback-error.ts';
import { everyStep } from '../../core/report/every-step.ts';
import type { StepView } from '../../core/run/view.ts';
import { askWhy } from '../infrastructure/ask-why.ts';
import { chooseStep } from '../infrastructure/choose-run.ts';
import { plainMessage } from '../infrastructure/plain-message.ts';
import { registerCommand } from '../infrastructure/register-command.ts';
import type { RunsWatch } from '../infrastructure/runs-watch.ts';

type Way = 'retry' | 'skip' | 'undo' | 'done';

const WAYS: Readonly<Record<Way, { readonly label: string; readonly detail: string }>> = {
  retry: { label: '$(debug-restart) Retry', detail: 'Take the step up again, once what stopped it is mended.' },
  done: { label: '$(check) It is done', detail: 'You looked yourself: the step counts as done on your word.' },
  skip: {
    label: '$(debug-step-over) Skip',
    detail: 'Leave it out, with a reason. Not possible once Azure accepted its call.',
  },
  undo: { label: '$(discard) Undo', detail: 'Cancel the failover. What was written on-premises since is lost.' },
};

/** Settle Step: what to do with a step that failed, or whose outcome the run cannot know. Each way goes into the journal. */
export function settleStep(watch: RunsWatch, log: vscode.LogOutputChannel): vscode.Disposable {
  return registerCommand('failback.settleStep', log, async (argument) => {
    const chosen = await chooseStep(
      watch,
      argument,
      (view) => everyStep(view).filter((step) => waysOf(step).length > 0),
      'Settle which step?',
    );
    if (chosen === undefined) return;
    const { run, step } = chosen;
    const ways = waysOf(step);
    if (ways.length === 0) {
      throw new FailbackError(
        'nothing-to-settle',
        `'${step.plan.title}' needs nobody: it is ${step.state.status}.`,
        'Steps that failed or are unclear can be settled.',
      );
    }
    const title = step.plan.title;
    const items = ways.map((way) => ({ ...WAYS[way], way }));
    const choice = await vscode.window.showQuickPick(items, {
      title,
      placeHolder: step.state.failure?.message ?? 'What shall become of it?',
      ignoreFocusOut: true,
    });
    if (choice === undefined) return;
    const said = await askWhy(title);
    if (said === undefined) return;
    const { because, who } = said;
    const about = { step: step.plan.id, who };
    const answer = await watch.send(
      run.summary.id,
      choice.way === 'done' ? { kind: 'done', ...about, comment: because } : { kind: choice.way, ...about, because },
    );
    // Not awaited: the step is settled once it is told.
    void tell(run.summary.id, answer);
  });
}

/** What is told a run that nobody executes lies in its inbox, so going on is one press away. */
async function tell(id: string, { outcome, message }: Awaited<ReturnType<RunsWatch['send']>>): Promise<void> {
  if (outcome === 'taken') return void vscode.window.showInformationMessage(plainMessage(message));
  const goOn = outcome === 'waiting' ? ['Resume Run'] : [];
  if ((await vscode.window.showWarningMessage(plainMessage(message), ...goOn)) === 'Resume Run')
    await vscode.commands.executeCommand('failback.resume', { run: id });
}

function waysOf({ plan, state }: StepView): readonly Way[] {
  switch (state.status) {
    case 'asking':
      return ['done', 'retry', 'skip'];
    case 'failed':
    case 'declined':
      return ['retry', 'skip'];
    case 'done':
      return plan.kind === 'failover' && plan.undo !== null ? ['undo'] : [];
    default:
      return [];
  }
}
