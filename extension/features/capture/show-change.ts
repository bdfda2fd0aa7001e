import { basename } from 'node:path';
import * as vscode from 'vscode';

const SCHEME = 'failback-before';

/** Shows an inventory as it was beside what it is now, in the editor's own diff. What was stays in memory only. */
export class InventoryChanges implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #before = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);

  readonly onDidChange = this.#changed.event;

  async show(file: string, before: string): Promise<void> {
    const now = vscode.Uri.file(file);
    const was = now.with({ scheme: SCHEME });
    this.#before.set(was.toString(), before);
    this.#changed.fire(was);
    const title = `${basename(file)}: before ↔ captured`;
    await vscode.commands.executeCommand('vscode.diff', was, now, title, { preview: true });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#before.get(uri.toString()) ?? '';
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
