import * as vscode from 'vscode';
import { renderHtmlReport } from '../../core/report/render-html.ts';
import { chooseRun } from '../infrastructure/choose-run.ts';
import { registerCommand } from '../infrastructure/register-command.ts';
import type { RunsWatch } from '../infrastructure/runs-watch.ts';

/** Open Report: the run's report in a panel that loads nothing and runs nothing; it follows a run that is still on. */
export function openReport(watch: RunsWatch, log: vscode.LogOutputChannel): vscode.Disposable {
  const panels = new Map<string, vscode.WebviewPanel>();
  const drawn = new Map<string, string>();
  const draw = (id: string, panel: vscode.WebviewPanel) => {
    const view = watch.run(id)?.view;
    const state = `${view?.state.status} ${view?.home} ${view?.state.alarms.length} ${view?.open.length}`;
    // Drawing anew loses the reader's place, so only what the report is about counts as news, not each percent.
    if (view === undefined || drawn.get(id) === state) return;
    drawn.set(id, state);
    panel.webview.html = inTheme(renderHtmlReport(view), vscode.window.activeColorTheme.kind);
  };
  return vscode.Disposable.from(
    watch.onDidMove(() => {
      for (const [id, panel] of panels) draw(id, panel);
    }),
    vscode.window.onDidChangeActiveColorTheme(() => {
      drawn.clear();
      for (const [id, panel] of panels) draw(id, panel);
    }),
    {
      dispose() {
        for (const panel of panels.values()) panel.dispose();
      },
    },
    registerCommand('failback.openReport', log, async (argument) => {
      const run = await chooseRun(
        watch,
        argument,
        ({ view }) => view !== undefined,
        'There is no run to report on yet.',
      );
      if (run === undefined) return;
      const { id, runbook } = run.summary;
      const open = panels.get(id);
      if (open) return open.reveal();
      const panel = vscode.window.createWebviewPanel(
        'failback.report',
        `Report: ${runbook}`,
        vscode.ViewColumn.Active,
        {
          enableScripts: false,
          enableCommandUris: false,
          localResourceRoots: [],
        },
      );
      panel.onDidDispose(() => {
        panels.delete(id);
        drawn.delete(id);
      });
      panels.set(id, panel);
      draw(id, panel);
    }),
  );
}

/** The report follows the system's colours, which need not be those of the editor around it. */
function inTheme(html: string, kind: vscode.ColorThemeKind): string {
  const dark = kind === vscode.ColorThemeKind.Dark || kind === vscode.ColorThemeKind.HighContrast;
  return html
    .replace('@media (prefers-color-scheme: dark)', dark ? '@media screen' : '@media not all')
    .replace('color-scheme: light dark', `color-scheme: ${dark ? 'dark' : 'light'}`);
}
