import * as vscode from 'vscode';
import { editedSince } from '../../../executor/journal/edited-since.ts';
import { readFiles } from '../../../executor/journal/runs.ts';
import { askWhy } from '../../infrastructure/ask-why.ts';
import { chooseRun } from '../../infrastructure/choose-run.ts';
import type { CommandLine } from '../../infrastructure/command-line.ts';
import { plainMessage } from '../../infrastructure/plain-message.ts';
import { registerCommand } from '../../infrastructure/register-command.ts';
import type { RunsWatch, SeenRun } from '../../infrastructure/runs-watch.ts';

const GO_ON = 'Go On by This Plan';

/** Plan Run Anew: what the run would decide otherwise by the facts as they are now, and whether it shall. */
export function replanRun(watch: RunsWatch, commandLine: CommandLine, log: vscode.LogOutputChannel): vscode.Disposable {
  return registerCommand('failback.replanRun', log, async (argument) => {
    const run = await chooseRun(
      watch,
      argument,
      ({ summary }) => summary.status !== 'done',
      'No run is left to plan anew.',
    );
    if (run === undefined) return;
    const { id, runbook, handle, alive } = run.summary;
    const cwd = handle.directory;
    const by = await chooseTexts(await keptTexts(run), runbook);
    if (by === undefined) return;
    const shown = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: `Looking at the world of ${runbook} anew` },
      () => commandLine.run(['replan', id, ...by], { cwd }),
    );
    if (!shown.stdout.includes('would decide otherwise')) {
      void vscode.window.showWarningMessage(plainMessage((shown.stdout === '' ? shown.stderr : shown.stdout).trim()));
      return;
    }
    const choice = await vscode.window.showWarningMessage(
      `Plan the run of '${runbook}' anew?`,
      { modal: true, detail: shown.stdout.trim() },
      GO_ON,
    );
    if (choice !== GO_ON) return;
    const title = `Plan ${runbook} anew`;
    const said = await askWhy(title);
    if (said === undefined) return;
    const { because, who } = said;
    const apply = ['replan', id, ...by, '--apply', '--because', because, '--as', who];
    const { stderr } = await commandLine.must(apply, { cwd });
    // A run that nobody executes takes the plan up once somebody does.
    const goOn = alive ? [] : ['Resume Run'];
    void vscode.window
      .showInformationMessage(plainMessage(stderr.trim().split('\n')[0] ?? 'The run goes on by the new plan.'), ...goOn)
      .then((next) => {
        if (next === 'Resume Run') void vscode.commands.executeCommand('failback.resume', { run: id });
      });
    await watch.look();
  });
}

/** None where they cannot be read; the command line then says why. */
function keptTexts({ summary, view }: SeenRun): Promise<Readonly<Record<string, string>>> {
  return readFiles(summary.handle, view?.state.plans.length ?? 1).catch(() => ({}));
}

/** Words for the command line: which texts the run is planned from. Asked only where they differ; undefined: thought better of it. */
async function chooseTexts(
  kept: Readonly<Record<string, string>>,
  runbook: string,
): Promise<readonly string[] | undefined> {
  const unsaved = vscode.workspace.textDocuments.filter(
    ({ uri, isDirty }) => isDirty && uri.toString(true) in asShown(kept),
  );
  const edited = new Set([...(await editedSince(kept)), ...unsaved.map(({ uri }) => uri.fsPath)]);
  if (edited.size === 0) return [];
  const names = [...edited].map((path) => vscode.workspace.asRelativePath(path)).join(', ');
  const items = [
    {
      label: 'By the Texts That the Run Keeps',
      detail: `As it began, or was last planned anew. What was edited since in ${names} does not count.`,
      words: [] as readonly string[],
    },
    { label: 'By What Is on Disk Now', detail: `With what was edited in ${names}.`, words: ['--edited'] },
  ];
  const title = `${runbook} was edited since the run keeps it. By which texts shall it be planned?`;
  const choice = await vscode.window.showQuickPick(items, { title, ignoreFocusOut: true });
  if (choice !== undefined && choice.words.length > 0) for (const document of unsaved) await document.save();
  return choice?.words;
}

/** The editor and Node write the same address with other escapes. */
function asShown(kept: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(kept).map(([uri, text]) => [vscode.Uri.parse(uri).toString(true), text]));
}
