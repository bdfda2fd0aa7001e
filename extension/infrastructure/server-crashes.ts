import * as vscode from 'vscode';
import { CloseAction, type CloseHandlerResult, ErrorAction, type ErrorHandlerResult } from 'vscode-languageclient';
import { plainMessage } from './plain-message.ts';

/** So many crashes within so many minutes are too many: what crashes it would crash it again. */
const TOO_MANY = 5;
const MINUTES = 3;

export interface CrashSurroundings {
  readonly log: vscode.LogOutputChannel;
  /** Called when the server is gone: what was told before holds no more. */
  forget(): void;
  /** Starts it again once it was given up. */
  restart(): Promise<void>;
  readonly now: () => number;
}

/**
 * A language server that ended by itself is started again, and a person is told so. Until it is there again each open
 * runbook says that nobody checks it: an empty list would look like a clean file.
 */
export class ServerCrashes implements vscode.Disposable {
  readonly #surroundings: CrashSurroundings;
  readonly #marks = vscode.languages.createDiagnosticCollection('failback-unchecked');
  #crashes: readonly number[] = [];

  constructor(surroundings: CrashSurroundings) {
    this.#surroundings = surroundings;
  }

  /** Called by the language client when a message could not be sent or read; the next one may. */
  error(error: Error): ErrorHandlerResult {
    this.#surroundings.log.error(`A message to or from the language server was lost: ${error.message}`);
    return { action: ErrorAction.Continue, handled: true };
  }

  /** Called by the language client when the server ended without being asked to. */
  closed(): CloseHandlerResult {
    const { log, now, forget } = this.#surroundings;
    const since = now() - MINUTES * 60_000;
    this.#crashes = [...this.#crashes.filter((at) => at > since), now()];
    forget();
    this.#mark();
    if (this.#crashes.length < TOO_MANY) {
      const told =
        'The language server of Failback ended unexpectedly and was started again. Problems come back as files are checked anew.';
      log.warn(told);
      void vscode.window.showWarningMessage(plainMessage(told), SHOW_LOG).then((choice) => {
        if (choice === SHOW_LOG) log.show();
      });
      return { action: CloseAction.Restart, handled: true };
    }
    const told = `The language server of Failback ended ${this.#crashes.length} times within ${MINUTES} minutes, so it is not started again and no runbook is checked. Please report this fault with the log; Restart tries once more.`;
    log.error(told);
    void vscode.window.showErrorMessage(plainMessage(told), RESTART, SHOW_LOG).then((choice) => this.#follow(choice));
    return { action: CloseAction.DoNotRestart, handled: true };
  }

  /** Called when the server runs, again or for the first time. */
  isRunning(): void {
    this.#marks.clear();
  }

  dispose(): void {
    this.#marks.dispose();
  }

  #follow(choice: string | undefined): void {
    const { log, restart } = this.#surroundings;
    if (choice === SHOW_LOG) log.show();
    if (choice !== RESTART) return;
    this.#crashes = [];
    restart().catch((error: unknown) => log.error(`The language server could not be started: ${String(error)}`));
  }

  #mark(): void {
    for (const document of vscode.workspace.textDocuments) {
      if (document.languageId !== 'failback') continue;
      const message =
        'Nobody checks this file at the moment: the language server ended unexpectedly. What was told of it before may not hold.';
      const mark = new vscode.Diagnostic(new vscode.Range(0, 0, 0, 0), message, vscode.DiagnosticSeverity.Warning);
      mark.source = 'failback';
      mark.code = 'not-checked';
      this.#marks.set(document.uri, [mark]);
    }
  }
}

const SHOW_LOG = 'Show Log';
const RESTART = 'Restart';
