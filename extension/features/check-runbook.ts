import * as vscode from 'vscode';
import { sayCount } from '../../core/report/say.ts';
import { chooseRunbook } from '../infrastructure/choose-runbook.ts';
import type { LanguageServer } from '../infrastructure/language-server.ts';
import { registerCommand } from '../infrastructure/register-command.ts';

/** Check Runbook: the verdict of all rules in one sentence; the Problems view has them one by one. */
export function checkRunbook(language: LanguageServer, log: vscode.LogOutputChannel): vscode.Disposable {
  return registerCommand('failback.checkRunbook', log, async (argument) => {
    const runbook = await chooseRunbook(argument);
    if (runbook === undefined) return;
    const answer = await language.check(runbook);
    const verdict = sayVerdict(answer);
    const name = vscode.workspace.asRelativePath(runbook);
    log.info(`${name}: ${verdict}`);
    const show =
      answer.errors > 0
        ? vscode.window.showErrorMessage
        : answer.warnings + answer.unknown > 0
          ? vscode.window.showWarningMessage
          : vscode.window.showInformationMessage;
    // Not awaited: the command is done when the verdict is there, whether or not anybody clicks.
    void show(`${name}: ${verdict}`, 'Show Problems').then((choice) => {
      if (choice !== undefined) void vscode.commands.executeCommand('workbench.actions.view.problems');
    });
    return answer;
  });
}

type Answer = Awaited<ReturnType<LanguageServer['check']>>;

function sayVerdict({ errors, warnings, unknown, declared, holds }: Answer): string {
  const found =
    errors + warnings === 0
      ? 'no errors and no warnings'
      : `${sayCount(errors, 'error')} and ${sayCount(warnings, 'warning')}`;
  const open = [
    ...(unknown > 0 ? [`${sayCount(unknown, 'prerequisite')} unknown, because nobody captured the facts`] : []),
    ...(declared > 0 ? [`${declared} only declared`] : []),
  ];
  return `${[`${found}; ${sayCount(holds, 'prerequisite')} hold`, ...open].join('; ')}.`;
}
