import * as vscode from 'vscode';
import { movedBy, shiftTo } from '../../../extension/features/walkthrough/as-of-now.ts';
import { readText, workspaceFile } from './runbooks.ts';

/** The example's inventory as if it had been captured so many seconds ago: every time in it is moved by the same span. */
export async function writeInventory(name: string, age: number): Promise<void> {
  const text = await readText(workspaceFile('contoso-erp.inventory.json'));
  const moved = movedBy(shiftTo(text, new Date(Date.now() - age * 1000)), { name, text });
  await vscode.workspace.fs.writeFile(workspaceFile(name), new TextEncoder().encode(moved));
}
