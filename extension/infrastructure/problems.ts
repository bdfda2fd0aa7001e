import type * as vscode from 'vscode';

type Publish = (uri: vscode.Uri, diagnostics: vscode.Diagnostic[]) => void;
type Choose = (uri: vscode.Uri, diagnostics: readonly vscode.Diagnostic[]) => readonly vscode.Diagnostic[];

/** What the language server found in each file, and which of it people are shown. */
export class Problems {
  readonly #found = new Map<string, { readonly uri: vscode.Uri; readonly all: readonly vscode.Diagnostic[] }>();
  #publish: Publish | undefined;
  #choose: Choose = (_, all) => all;

  /** Called by the language client. */
  receive(uri: vscode.Uri, diagnostics: readonly vscode.Diagnostic[], publish: Publish): void {
    this.#publish = publish;
    if (diagnostics.length === 0) this.#found.delete(uri.toString());
    else this.#found.set(uri.toString(), { uri, all: diagnostics });
    publish(uri, [...this.#choose(uri, diagnostics)]);
  }

  /** Called when the language server is gone, and what it found with it. */
  forget(): void {
    this.#found.clear();
    this.#publish = undefined;
  }

  /** Chooses anew what is shown, of everything that was found. */
  showOnly(choose: Choose): void {
    this.#choose = choose;
    for (const { uri, all } of this.#found.values()) this.#publish?.(uri, [...choose(uri, all)]);
  }
}
