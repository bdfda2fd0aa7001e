import * as vscode from 'vscode';
import * as z from 'zod';
import { FailbackError } from '../../../core/failback-error.ts';
import type { RunView } from '../../../core/run/view.ts';
import { askWhy } from '../../infrastructure/ask-why.ts';
import { chooseRun } from '../../infrastructure/choose-run.ts';
import { plainMessage } from '../../infrastructure/plain-message.ts';
import { registerCommand } from '../../infrastructure/register-command.ts';
import { isUnfinished } from '../../infrastructure/run-standing.ts';
import type { RunsWatch } from '../../infrastructure/runs-watch.ts';
import { type Subject, whatItLeaves } from './what-it-leaves.ts';

const STOP = 'Stop';
const named = z.object({ name: z.string() });
const node = z.union([
  z.object({ machine: named }).transform(({ machine }): Subject => ({ what: 'machine', name: machine.name })),
  z.object({ wave: named }).transform(({ wave }): Subject => ({ what: 'wave', name: wave.name })),
]);

/** Stop Machine or Wave: what it leaves behind is told before, and why it stops goes into the journal. */
export function stopSubject(watch: RunsWatch, log: vscode.LogOutputChannel): vscode.Disposable {
  return registerCommand('failback.stop', log, async (argument) => {
    const run = await chooseRun(watch, argument, isUnfinished, 'No run is on in which something could be stopped.');
    if (run?.view === undefined) return;
    const called = node.safeParse(argument);
    const subject = called.success ? called.data : await chooseSubject(run.view);
    if (subject === undefined) return;
    const title = `Stop ${subject.what} ${subject.name}`;
    const question = plainMessage(`Stop ${subject.what} '${subject.name}' of ${run.summary.runbook}?`);
    const detail = whatItLeaves(run.view, subject);
    if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, STOP)) !== STOP) return;
    const said = await askWhy(title);
    if (said === undefined) return;
    const { outcome, message } = await watch.send(run.summary.id, { kind: 'stop', ...subject, ...said });
    if (outcome === 'taken') vscode.window.setStatusBarMessage(`$(debug-stop) ${plainMessage(message)}`, 8000);
    else void vscode.window.showWarningMessage(plainMessage(message));
  });
}

/** @throws FailbackError `nothing-to-stop` */
async function chooseSubject({ waves }: RunView): Promise<Subject | undefined> {
  const items = waves
    .filter(({ status }) => status !== 'done')
    .flatMap((wave) => [
      { label: `$(layers) ${wave.name}`, description: 'wave', subject: { what: 'wave', name: wave.name } as const },
      ...wave.machines
        .filter(({ status }) => status !== 'home')
        .map(({ name, current }) => ({
          label: `$(vm) ${name}`,
          description: current,
          subject: { what: 'machine', name } as const,
        })),
    ]);
  if (items.length === 0)
    throw new FailbackError('nothing-to-stop', 'All machines of this run are home.', 'Nothing needs to be stopped.');
  return (await vscode.window.showQuickPick(items, { title: 'Stop what?' }))?.subject;
}
