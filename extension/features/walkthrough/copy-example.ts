import * as vscode from 'vscode';
import { asOfNow } from './as-of-now.ts';

/** Writes a copy of an example that ships with the extension; its times are moved to the day on which somebody tries it. */
export async function copyExample(example: vscode.Uri, folder: vscode.Uri, now: Date): Promise<void> {
  const names = (await vscode.workspace.fs.readDirectory(example)).map(([name]) => name);
  const files = await Promise.all(
    names.map(async (name) => ({ name, text: await readText(vscode.Uri.joinPath(example, name)) })),
  );
  const moved = asOfNow(example.fsPath, files, now);
  await vscode.workspace.fs.createDirectory(folder);
  for (const { name, text } of moved)
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, name), new TextEncoder().encode(text));
}

async function readText(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}
