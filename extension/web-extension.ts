import * as vscode from 'vscode';
import { checkRunbook } from './features/check-runbook.ts';
import { newRunbook } from './features/new-runbook.ts';
import { showLog } from './features/show-log.ts';
import { showPlan } from './features/show-plan.ts';
import type { ContextKey } from './infrastructure/commands.ts';
import { LanguageServer } from './infrastructure/language-server.ts';
import { Problems } from './infrastructure/problems.ts';
import { startInBrowser } from './web-language-client.ts';

/**
 * Called by an editor in a browser, such as vscode.dev and github.dev: runbooks are written, checked and planned there.
 * Captures, rehearsals and runs need processes and files of their own, so their commands are not offered.
 */
export function activate(context: vscode.ExtensionContext): void {
  void vscode.commands.executeCommand('setContext', 'failback.inBrowser' satisfies ContextKey, true);
  const log = vscode.window.createOutputChannel('Failback', { log: true });
  const language = new LanguageServer(startInBrowser(context.extensionUri), log, new Problems());
  context.subscriptions.push(
    log,
    language,
    language.startWithFirstRunbook(),
    checkRunbook(language, log),
    showPlan(language, log),
    newRunbook(log),
    showLog(log),
  );
}
