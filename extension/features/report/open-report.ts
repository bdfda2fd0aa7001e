import * as vscode from 'vscode';
import { renderHtmlReport } from '../../../core/report/render-html.ts';
import { chooseRun } from '../../infrastructure/choose-run.ts';
import { registerCommand } from '../../infrastructure/register-command.ts';
import type { RunsWatch } from '../../infrastructure/runs-watch.ts';
import { inTheme, type ReportTheme } from './in-theme.ts';

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
    panel.webview.html = inTheme(renderHtmlReport(view), themeNow());
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

function themeNow(): ReportTheme {
  switch (vscode.window.activeColorTheme.kind) {
    case vscode.ColorThemeKind.Light:
      return { dark: false, highContrast: false };
    case vscode.ColorThemeKind.Dark:
      return { dark: true, highContrast: false };
    case vscode.ColorThemeKind.HighContrast:
      return { dark: true, highContrast: true };
    case vscode.ColorThemeKind.HighContrastLight:
      return { dark: false, highContrast: true };
  }
}
