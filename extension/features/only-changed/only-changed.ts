import * as vscode from 'vscode';
import type { ChangedLines } from '../../infrastructure/changed-lines.ts';
import type { Problems } from '../../infrastructure/problems.ts';
import { registerCommand } from '../../infrastructure/register-command.ts';
import { readSettings } from '../../infrastructure/settings.ts';
import { hiddenFace, isShown } from './shown-problems.ts';

/**
 * Problems Only for Changed Lines: hides what the rules find elsewhere, and says in the status bar how much that is. Errors
 * of the text itself are always shown, for nothing holds in a text that cannot be read.
 */
export function showOnlyChanged(
  problems: Problems,
  changed: ChangedLines,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('failback.onlyChanged', vscode.StatusBarAlignment.Left, 49);
  item.name = 'Failback Hidden Problems';
  item.command = 'failback.toggleOnlyChanged';
  const hidden = new Map<string, number>();
  const draw = () => {
    if (!readSettings().onlyChanged) return item.hide();
    const face = hiddenFace(
      [...hidden.values()].reduce((sum, count) => sum + count, 0),
      troubleOf(changed),
    );
    item.text = face.text;
    item.tooltip = face.tooltip;
    item.show();
  };
  const apply = () => {
    const on = readSettings().onlyChanged;
    hidden.clear();
    problems.showOnly((uri, all) => {
      const file = on ? changed.of(uri) : undefined;
      const shown = file === undefined ? all : all.filter((problem) => isShown(problem, file));
      hidden.set(uri.toString(), all.length - shown.length);
      draw();
      return shown;
    });
    draw();
  };
  apply();
  return vscode.Disposable.from(
    item,
    changed.onDidChange(apply),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('failback.problems')) apply();
    }),
    vscode.window.onDidChangeActiveTextEditor(draw),
    registerCommand('failback.toggleOnlyChanged', log, async () => {
      const on = !readSettings().onlyChanged;
      await vscode.workspace
        .getConfiguration('failback')
        .update('problems.onlyChanged', on ? true : undefined, vscode.ConfigurationTarget.Workspace);
      await changed.look();
      return on;
    }),
  );
}

function troubleOf(changed: ChangedLines): string | undefined {
  const open = vscode.window.activeTextEditor?.document.uri;
  return open && changed.troubleWith(open);
}
