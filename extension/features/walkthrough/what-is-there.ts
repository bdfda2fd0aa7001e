import * as vscode from 'vscode';
import type { ContextKey } from '../../infrastructure/commands.ts';
import { setContext } from '../../infrastructure/walkthrough.ts';

const WATCHED = [
  ['failback.hasRunbook', '**/*.failback'],
  ['failback.hasInventory', '**/*.inventory.json'],
] as const satisfies readonly (readonly [ContextKey, string])[];

/** Tells the walkthrough and the welcome text of the Runs view which files the workspace has. */
export function tellWhatIsThere(): vscode.Disposable {
  return vscode.Disposable.from(...WATCHED.map(([key, files]) => tell(key, files)));
}

function tell(key: ContextKey, files: string): vscode.Disposable {
  const look = async () => {
    const found = await vscode.workspace.findFiles(files, '**/node_modules/**', 1);
    setContext(key, found.length > 0);
  };
  void look();
  const watcher = vscode.workspace.createFileSystemWatcher(files, false, true, false);
  return vscode.Disposable.from(
    watcher,
    watcher.onDidCreate(look),
    watcher.onDidDelete(look),
    vscode.workspace.onDidChangeWorkspaceFolders(look),
  );
}
