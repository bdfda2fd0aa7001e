import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { CommandLine } from '../../infrastructure/command-line.ts';
import { type Base, plansOfBoth } from '../../infrastructure/compare-runbooks.ts';
import { repositoryRoot } from '../../infrastructure/git.ts';

const SCHEME = 'failback-plan-version';

/** The plans of two versions of a runbook in the editor's own diff. They stay in memory only. */
export class PlanVersions implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #commandLine: CommandLine;
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #subscriptions: vscode.Disposable;

  readonly onDidChange = this.#changed.event;

  constructor(commandLine: CommandLine) {
    this.#commandLine = commandLine;
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => void this.#texts.delete(uri.toString())),
    );
  }

  async show(runbook: vscode.Uri, base: Base): Promise<readonly [vscode.Uri, vscode.Uri]> {
    const folder = base.kind === 'revision' ? await repositoryRoot(dirname(runbook.fsPath)) : undefined;
    const { runbook: name, before, after } = await plansOfBoth(this.#commandLine, runbook.fsPath, base, folder);
    const missing = `There is no plan: this version has no runbook '${name}'.\n`;
    const was = await this.#document(runbook, base.name, before ?? missing);
    const is = await this.#document(runbook, 'now', after ?? missing);
    await vscode.commands.executeCommand('vscode.diff', was, is, `Plan of ${name}: ${base.name} ↔ now`, {
      preview: true,
    });
    return [was, is];
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  async #document(runbook: vscode.Uri, version: string, text: string): Promise<vscode.Uri> {
    const uri = vscode.Uri.from({
      scheme: SCHEME,
      path: `/${version}`,
      query: runbook.toString(),
    });
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    return (await vscode.languages.setTextDocumentLanguage(document, 'failback-plan')).uri;
  }
}
