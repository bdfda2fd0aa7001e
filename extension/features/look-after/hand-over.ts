import * as vscode from 'vscode';
import { askMyName } from '../../infrastructure/ask-who.ts';
import { chooseRun } from '../../infrastructure/choose-run.ts';
import type { CommandLine } from '../../infrastructure/command-line.ts';
import { registerCommand } from '../../infrastructure/register-command.ts';
import type { RunsWatch } from '../../infrastructure/runs-watch.ts';

/** Hand Over Run: the journal says who looks after it from now on, and a sheet tells them how it stands. */
export function handOver(watch: RunsWatch, commandLine: CommandLine, log: vscode.LogOutputChannel): vscode.Disposable {
  return registerCommand('failback.handOver', log, async (argument) => {
    const run = await chooseRun(watch, argument, () => true, 'There is no run to hand over yet.');
    if (run === undefined) return;
    const { id, runbook, handle } = run.summary;
    const title = `Hand over ${runbook}`;
    const to = await vscode.window.showInputBox({
      title,
      prompt: 'Who looks after the run from now on? Leave it empty to see the sheet alone.',
      ignoreFocusOut: true,
    });
    if (to === undefined) return;
    const note =
      to.trim() === ''
        ? ''
        : await vscode.window.showInputBox({ title, prompt: 'What else should they know?', ignoreFocusOut: true });
    const who = to.trim() === '' ? '' : await askMyName(title);
    if (note === undefined || who === undefined) return;
    const handed =
      to.trim() === '' ? [] : ['--to', to.trim(), '--as', who, ...(note.trim() === '' ? [] : ['--note', note.trim()])];
    const { stdout } = await commandLine.must(['handover', id, ...handed], { cwd: handle.directory });
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: stdout });
    await vscode.window.showTextDocument(document, { preview: false });
  });
}
