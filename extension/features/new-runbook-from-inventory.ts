import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { FailbackError } from '../../core/failback-error.ts';
import type { CommandLine } from '../infrastructure/command-line.ts';
import { registerCommand } from '../infrastructure/register-command.ts';

/**
 * New Runbook from Inventory: a first runbook for what was captured, as a document that is not saved yet. Nothing is
 * written until the person saves it, beside the inventory.
 */
export function newRunbookFromInventory(commandLine: CommandLine, log: vscode.LogOutputChannel): vscode.Disposable {
  return registerCommand('failback.newRunbookFromInventory', log, async (argument) => {
    const inventory = await chooseInventory(argument);
    if (inventory === undefined) return;
    const folder = dirname(inventory.fsPath);
    const { stdout } = await commandLine.must(['new', '--from', inventory.fsPath], { cwd: folder });
    const place = await unusedName(join(folder, basename(inventory.fsPath).replace(/(?:\.inventory)?\.json$/i, '')));
    const document = await vscode.workspace.openTextDocument(place.with({ scheme: 'untitled' }));
    const editor = await vscode.window.showTextDocument(document);
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    await editor.edit((edit) => edit.replace(whole, stdout));
    return document.uri;
  });
}

/** Undefined: the person thought better of it. */
async function chooseInventory(argument: unknown): Promise<vscode.Uri | undefined> {
  if (argument instanceof vscode.Uri) return argument;
  const found = await vscode.workspace.findFiles('**/*.inventory.json', '**/node_modules/**', 500);
  if (found.length === 0)
    throw new FailbackError(
      'no-inventory',
      'There is no inventory in this workspace.',
      'Write one with “Failback: Capture Inventory”, for a runbook that names the vault.',
    );
  const items = found
    .sort((one, other) => one.path.localeCompare(other.path))
    .map((uri) => ({ label: vscode.workspace.asRelativePath(uri), iconPath: new vscode.ThemeIcon('database'), uri }));
  if (items.length === 1) return items[0]?.uri;
  return (await vscode.window.showQuickPick(items, { title: 'For which inventory?' }))?.uri;
}

async function unusedName(stem: string): Promise<vscode.Uri> {
  for (let count = 1; ; count += 1) {
    const uri = vscode.Uri.file(`${stem}${count === 1 ? '' : `-${count}`}.failback`);
    const there = await vscode.workspace.fs.stat(uri).then(
      () => true,
      () => false,
    );
    if (!there) return uri;
  }
}
