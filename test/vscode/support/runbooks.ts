import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** A file of the scratch workspace. */
export function workspaceFile(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'the suite runs with a folder open');
  return vscode.Uri.joinPath(folder.uri, name);
}

export async function readText(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

/** Writes a variant of the example and shows it. */
export async function openVariant(name: string, change: (text: string) => string): Promise<vscode.TextDocument> {
  const original = await readText(workspaceFile('contoso-erp.failback'));
  const changed = change(original);
  const uri = workspaceFile(name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(changed));
  const document = await vscode.workspace.openTextDocument(uri);
  assert.equal(document.getText(), changed, `${name} is a variant of its own, and not open in another suite`);
  await vscode.window.showTextDocument(document);
  return document;
}

/** Where `text` stands in the document, optionally some characters into it. */
export function placeOf(document: vscode.TextDocument, text: string, into = 0): vscode.Position {
  const offset = document.getText().indexOf(text);
  assert.notEqual(offset, -1, `'${text}' stands in ${document.uri.path}`);
  return document.positionAt(offset + into);
}

/** Replaces text in the editor, as typing would. */
export async function retype(document: vscode.TextDocument, from: string, to: string): Promise<void> {
  const start = placeOf(document, from);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(start, start.translate(0, from.length)), to);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

export function errorsOf(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
}
