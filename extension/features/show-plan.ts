import * as vscode from 'vscode';
import { chooseRunbook } from '../infrastructure/choose-runbook.ts';
import type { LanguageServer } from '../infrastructure/language-server.ts';
import { registerCommand } from '../infrastructure/register-command.ts';

const SCHEME = 'failback-plan';
/** Typing pauses this long before the plan beside it is drawn anew. */
const SETTLE_MS = 400;

/** Show Plan: what the runbook will do, as a read-only document beside it that follows the runbook's edits. */
export function showPlan(language: LanguageServer, log: vscode.LogOutputChannel): vscode.Disposable {
  const plans = new PlanDocuments(language);
  return vscode.Disposable.from(
    plans,
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, plans),
    registerCommand('failback.showPlan', log, async (argument) => {
      const runbook = await chooseRunbook(argument);
      if (runbook === undefined) return;
      const uri = planUri(runbook);
      plans.refresh(uri);
      const document = await vscode.languages.setTextDocumentLanguage(
        await vscode.workspace.openTextDocument(uri),
        'failback-plan',
      );
      await vscode.window.showTextDocument(document, {
        viewColumn: vscode.ViewColumn.Beside,
        preview: true,
        preserveFocus: true,
      });
      return uri;
    }),
  );
}

/** The name is what the tab shows; the query tells which runbook. */
function planUri(runbook: vscode.Uri): vscode.Uri {
  return vscode.Uri.from({
    scheme: SCHEME,
    path: `/Plan of ${nameOf(runbook)}`,
    query: runbook.toString(),
  });
}

function nameOf({ path }: vscode.Uri): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.failback$/, '');
}

class PlanDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #language: LanguageServer;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #edits: vscode.Disposable;
  #settle: NodeJS.Timeout | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(language: LanguageServer) {
    this.#language = language;
    this.#edits = vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document.languageId === 'failback') this.#refreshAllSoon();
    });
  }

  refresh(uri: vscode.Uri): void {
    this.#changed.fire(uri);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const plan = await this.#language.plan(vscode.Uri.parse(uri.query, true));
    if (plan.blockedBy.length === 0) return plan.text;
    const reasons = plan.blockedBy.map((reason) => `  - ${reason}`).join('\n');
    return plan.text.includes(plan.blockedBy[0] ?? '')
      ? plan.text
      : `${plan.text}\nA live run is refused for now:\n${reasons}\n`;
  }

  dispose(): void {
    clearTimeout(this.#settle);
    this.#edits.dispose();
    this.#changed.dispose();
  }

  /** A plan rests on imported files too, so any runbook's edit may move any plan. */
  #refreshAllSoon(): void {
    clearTimeout(this.#settle);
    this.#settle = setTimeout(() => {
      for (const { uri } of vscode.workspace.textDocuments) if (uri.scheme === SCHEME) this.refresh(uri);
    }, SETTLE_MS);
  }
}
