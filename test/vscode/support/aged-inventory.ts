import * as vscode from 'vscode';
import { readText, workspaceFile } from './runbooks.ts';

/** The example's inventory as if it had been captured so many seconds ago: every time in it is moved by the same span. */
export async function writeInventory(name: string, age: number): Promise<void> {
  const text = await readText(workspaceFile('contoso-erp.inventory.json'));
  const { capturedAt } = JSON.parse(text) as { readonly capturedAt: string };
  const span = Date.now() - age * 1000 - Date.parse(capturedAt);
  const moved = text.replace(/"(\d{4}-\d\d-\d\dT[\d:.]+Z)"/g, (_, at: string) =>
    JSON.stringify(new Date(Date.parse(at) + span).toISOString()),
  );
  await vscode.workspace.fs.writeFile(workspaceFile(name), new TextEncoder().encode(moved));
}
