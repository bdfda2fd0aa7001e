import * as vscode from 'vscode';
import { movedBy, shiftTo } from './as-of-now.ts';

/** Facts older than some hours prove nothing, so those of the copy were captured just now, as far as it says. */
const AGE_MS = 5 * 60_000;

/** Writes a copy of an example that ships with the extension; its times are moved to the day on which somebody tries it. */
export async function copyExample(example: vscode.Uri, folder: vscode.Uri, now: Date): Promise<void> {
  const names = (await vscode.workspace.fs.readDirectory(example)).map(([name]) => name);
  const files = await Promise.all(
    names.map(async (name) => ({ name, text: await readText(vscode.Uri.joinPath(example, name)) })),
  );
  const inventory = files.find(({ name }) => name.endsWith('.inventory.json'));
  if (inventory === undefined) throw new Error(`The example ${example.fsPath} has no inventory.`);
  const shift = shiftTo(inventory.text, new Date(now.getTime() - AGE_MS));
  await vscode.workspace.fs.createDirectory(folder);
  for (const { name, text } of files) {
    const moved = new TextEncoder().encode(movedBy(shift, name, text));
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, name), moved);
  }
}

async function readText(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}
