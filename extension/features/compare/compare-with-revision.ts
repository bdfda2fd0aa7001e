import { basename } from 'node:path';
import * as vscode from 'vscode';
import * as z from 'zod';
import { chooseRunbook, saveIfChanged } from '../../infrastructure/choose-runbook.ts';
import type { CommandLine } from '../../infrastructure/command-line.ts';
import { type Base, compareRunbook } from '../../infrastructure/compare-runbooks.ts';
import type { Compared } from '../../infrastructure/compared.ts';
import { repositoryRoot } from '../../infrastructure/git.ts';
import { registerCommand } from '../../infrastructure/register-command.ts';
import { chooseBase } from './choose-base.ts';
import { PlanVersions } from './plan-versions.ts';
import { ReviewPanels } from './review-panels.ts';

/** As links of a review call the commands. */
const linked = z.object({ panel: z.string(), change: z.int().optional(), place: z.int().optional() });

/**
 * Compare With Revision: what the change to a runbook means, in a panel; Compare Plans: both plans side by side; and
 * where a change of the panel stands.
 */
export function compareWithRevision(commandLine: CommandLine, log: vscode.LogOutputChannel): vscode.Disposable {
  const panels = new ReviewPanels();
  const plans = new PlanVersions(commandLine);
  return vscode.Disposable.from(
    panels,
    plans,
    registerCommand('failback.compareWithRevision', log, async (argument): Promise<Compared | undefined> => {
      const asked = await askWhat(argument);
      if (asked === undefined) return undefined;
      const { runbook, base } = asked;
      const folder = base.kind === 'revision' ? await repositoryRoot(folderOf(runbook)) : undefined;
      const title = `Failback: comparing with ${base.name}…`;
      const compared = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
        compareRunbook(commandLine, runbook.fsPath, base, folder),
      );
      panels.show({ runbook, base, compared });
      return compared;
    }),
    registerCommand('failback.comparePlans', log, async (argument) => {
      const called = linked.safeParse(argument);
      const shown = called.success ? panels.shown(called.data.panel) : await askWhat(argument);
      return shown && plans.show(shown.runbook, shown.base);
    }),
    registerCommand('failback.showChange', log, async (argument) => {
      const { panel, change = 0, place = 0 } = linked.parse(argument);
      const at = panels.placeOf(panel, change, place);
      if (at === undefined) return;
      const selection = new vscode.Range(at.start.line, at.start.character, at.end.line, at.end.character);
      // Beside the panel, so that the list of changes stays in sight.
      const viewColumn = panels.isInFirstColumn(panel) ? vscode.ViewColumn.Beside : vscode.ViewColumn.One;
      await vscode.window.showTextDocument(vscode.Uri.parse(at.uri), { selection, viewColumn });
    }),
  );
}

interface Asked {
  readonly runbook: vscode.Uri;
  readonly base: Base;
}

/** Undefined: the person thought better of it. */
async function askWhat(argument: unknown): Promise<Asked | undefined> {
  const runbook = await chooseRunbook(argument);
  if (runbook === undefined) return undefined;
  const base = await chooseBase(runbook);
  if (base === undefined || !(await isSaved(runbook))) return undefined;
  return { runbook, base };
}

/** The files are what is compared, so a person who has not saved is told, and may save. */
async function isSaved(runbook: vscode.Uri): Promise<boolean> {
  const dirty = vscode.workspace.textDocuments.filter(
    ({ languageId, isDirty }) => languageId === 'failback' && isDirty,
  );
  if (dirty.length === 0 && runbook.scheme !== 'untitled') return true;
  const names = dirty.map(({ uri }) => `'${basename(uri.path)}'`).join(', ');
  const [save, leave] = ['Save and Compare', 'Compare What Is Saved'];
  const question = `${names} ${dirty.length === 1 ? 'has' : 'have'} changes that are not saved. What is compared are the files.`;
  const answer =
    runbook.scheme === 'untitled'
      ? save
      : await vscode.window.showWarningMessage(question, { modal: true }, save, leave);
  if (answer === save) await saveIfChanged(runbook);
  return answer !== undefined;
}

function folderOf(file: vscode.Uri): string {
  return vscode.Uri.joinPath(file, '..').fsPath;
}
