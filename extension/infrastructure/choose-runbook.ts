import * as vscode from 'vscode';
import { FailbackError } from '../../core/failback-error.ts';

/**
 * The runbook that a command is about: the one it was called on, the one in the editor, or one that the person picks.
 * Undefined: the person thought better of it.
 * @throws FailbackError `no-runbook-here`
 */
export async function chooseRunbook(argument: unknown): Promise<vscode.Uri | undefined> {
  if (argument instanceof vscode.Uri) return argument;
  // A lens of the language server names it as the protocol does.
  if (typeof argument === 'string') return vscode.Uri.parse(argument, true);
  const open = vscode.window.activeTextEditor?.document;
  if (open?.languageId === 'failback') return open.uri;
  const runbooks = await runbooksOfWorkspace();
  if (runbooks.length === 0) {
    throw new FailbackError(
      'no-runbook-here',
      'There is no runbook in this workspace.',
      'Open the folder that holds your runbooks, or write one with “Failback: New Runbook”.',
    );
  }
  if (runbooks.length === 1) return runbooks[0];
  const items = runbooks.map((uri) => ({
    label: vscode.workspace.asRelativePath(uri),
    iconPath: new vscode.ThemeIcon('book'),
    uri,
  }));
  return (
    await vscode.window.showQuickPick(items, { title: 'Which runbook?', placeHolder: 'A runbook of this workspace' })
  )?.uri;
}

/** Site files are imported by runbooks and run nothing themselves. */
async function runbooksOfWorkspace(): Promise<readonly vscode.Uri[]> {
  const files = await vscode.workspace.findFiles('**/*.failback', '**/node_modules/**', 500);
  const texts = await Promise.all(
    files.map(async (uri) => ({ uri, text: new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)) })),
  );
  return texts
    .filter(({ text }) => /^\s*runbook\s/m.test(text))
    .map(({ uri }) => uri)
    .sort((a, b) => a.path.localeCompare(b.path));
}

/** Commands outside the editor read the file, so it must hold what the person sees. */
export async function saveIfChanged(runbook: vscode.Uri): Promise<void> {
  const open = vscode.workspace.textDocuments.filter(
    (document) => document.languageId === 'failback' && document.isDirty,
  );
  for (const document of open) await document.save();
  if (runbook.scheme !== 'untitled') return;
  throw new FailbackError(
    'runbook-not-saved',
    'This runbook has no file yet.',
    'Save it first, beside the site file it imports.',
  );
}
