import * as vscode from 'vscode';
import { registerCommand } from '../../infrastructure/register-command.ts';
import { showWalkthrough } from '../../infrastructure/walkthrough.ts';
import { copyExample } from './copy-example.ts';

const EXAMPLE = 'contoso-erp';
/** The runbook that a window shows once it has been opened on the example's folder. */
const SHOW_NEXT = 'failback.showNext';

/** Open Example: a copy of the runbook that the documentation shows, with its site file and its inventory, to try things on. */
export function openExample(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): vscode.Disposable {
  void showNext(context.globalState).catch((error: unknown) => log.warn(`The example is not shown: ${error}`));
  return registerCommand('failback.openExample', log, async (argument) => {
    const parent = argument instanceof vscode.Uri ? argument : await chooseParent();
    if (parent === undefined) return;
    const folder = await unusedFolder(parent);
    await copyExample(vscode.Uri.joinPath(context.extensionUri, 'examples', EXAMPLE), folder, new Date());
    const runbook = vscode.Uri.joinPath(folder, `${EXAMPLE}.failback`);
    log.info(`The example was copied to ${folder.fsPath}.`);
    if (vscode.workspace.getWorkspaceFolder(runbook) !== undefined) await showRunbook(runbook);
    else {
      await context.globalState.update(SHOW_NEXT, runbook.toString());
      const forceNewWindow = (vscode.workspace.workspaceFolders ?? []).length > 0;
      await vscode.commands.executeCommand('vscode.openFolder', folder, { forceNewWindow });
    }
    return runbook;
  });
}

/** Undefined: the person thought better of it. */
async function chooseParent(): Promise<vscode.Uri | undefined> {
  const here = vscode.workspace.workspaceFolders ?? [];
  if (here.length === 0) return chooseOnDisk();
  const items = [
    ...here.map(({ name, uri }) => ({
      label: `In the Folder “${name}”`,
      description: `as ${EXAMPLE}, beside what is there`,
      iconPath: new vscode.ThemeIcon('folder-opened'),
      uri,
    })),
    {
      label: 'In Another Folder…',
      description: 'opened in a window of its own',
      iconPath: new vscode.ThemeIcon('folder'),
      uri: undefined,
    },
  ];
  const choice = await vscode.window.showQuickPick(items, {
    title: 'Where shall the copy of the example be put?',
    placeHolder: 'Three files: a runbook, its site, and an inventory',
  });
  return choice === undefined ? undefined : (choice.uri ?? (await chooseOnDisk()));
}

async function chooseOnDisk(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: 'Where shall the copy of the example be put?',
    openLabel: 'Put It Here',
    canSelectFiles: false,
    canSelectFolders: true,
  });
  return chosen?.[0];
}

/** A copy never lies over files that somebody may have changed. */
async function unusedFolder(parent: vscode.Uri): Promise<vscode.Uri> {
  for (let count = 1; ; count += 1) {
    const folder = vscode.Uri.joinPath(parent, count === 1 ? EXAMPLE : `${EXAMPLE}-${count}`);
    const there = await vscode.workspace.fs.stat(folder).then(
      () => true,
      () => false,
    );
    if (!there) return folder;
  }
}

/** In this window; the walkthrough that leads on from here may fill its editor. */
async function showRunbook(runbook: vscode.Uri): Promise<void> {
  const beside = vscode.window.tabGroups.activeTabGroup.activeTab !== undefined;
  const viewColumn = beside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(runbook), { viewColumn });
}

/** After the window was opened on the example: the runbook, and the walkthrough beside it. */
async function showNext(state: vscode.Memento): Promise<void> {
  const waiting = state.get<string>(SHOW_NEXT);
  if (waiting === undefined) return;
  const runbook = vscode.Uri.parse(waiting, true);
  if (vscode.workspace.getWorkspaceFolder(runbook) === undefined) return;
  await state.update(SHOW_NEXT, undefined);
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(runbook));
  await showWalkthrough('beside');
}
