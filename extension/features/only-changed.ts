import * as vscode from 'vscode';
import type { ChangedFile, ChangedLines } from '../infrastructure/changed-lines.ts';
import type { Problems } from '../infrastructure/problems.ts';
import { registerCommand } from '../infrastructure/register-command.ts';
import { readSettings } from '../infrastructure/settings.ts';

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

interface Problem {
  readonly code?: unknown;
  readonly range: { readonly start: { readonly line: number }; readonly end: { readonly line: number } };
}

/** What a rule finds is shown where the text or its meaning changed; everything else always is. */
export function isShown({ code, range }: Problem, { lines, places }: Pick<ChangedFile, 'lines' | 'places'>): boolean {
  if (lines === 'all' || !isOfRule(code)) return true;
  const within = (line: number) => range.start.line <= line && line <= range.end.line;
  return places.some(({ line }) => within(line)) || [...lines].some(within);
}

/** Codes of rules are numbers with their page; several unknown facts of one place have a code of their own. */
function isOfRule(code: unknown): boolean {
  const value = typeof code === 'object' && code !== null && 'value' in code ? code.value : code;
  return typeof value === 'string' && /^(FB\d{3}|unknown-facts)$/.test(value);
}

export function hiddenFace(count: number, trouble: string | undefined) {
  if (trouble !== undefined)
    return {
      text: '$(filter) All problems shown',
      tooltip: `Problems are wanted for changed lines only, but what changed is not known here: ${trouble} Click to turn it off.`,
    };
  const what = count === 1 ? '1 problem' : `${count} problems`;
  return {
    text: `$(filter) ${what} hidden`,
    tooltip: `Problems are shown for changed lines only. ${count === 0 ? 'None is' : `${what} on other lines ${count === 1 ? 'is' : 'are'}`} hidden; a live run wants all of them settled. Click to show all.`,
  };
}

function troubleOf(changed: ChangedLines): string | undefined {
  const open = vscode.window.activeTextEditor?.document.uri;
  return open && changed.troubleWith(open);
}
