import * as vscode from 'vscode';
import { registerCommand } from '../../infrastructure/register-command.ts';
import type { RunsWatch } from '../../infrastructure/runs-watch.ts';
import { faceOf, spokenFace } from './node-face.ts';
import { childNodes, type RunNode, rootNodes } from './run-node.ts';

/** The Runs view: a drawing of the journals, live. It keeps nothing, so a new one on the same home shows the same. */
export class RunsView implements vscode.TreeDataProvider<RunNode>, vscode.Disposable {
  readonly #watch: RunsWatch;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(watch: RunsWatch) {
    this.#watch = watch;
    this.#subscription = watch.onDidMove(() => this.#changed.fire());
  }

  getChildren(node?: RunNode): RunNode[] {
    return [...(node === undefined ? rootNodes(this.#watch.runs) : childNodes(node))];
  }

  getTreeItem(node: RunNode): vscode.TreeItem {
    const face = faceOf(node);
    const item = new vscode.TreeItem(face.label, FOLDING[face.unfolds]);
    item.id = node.id;
    item.description = face.description;
    item.iconPath = new vscode.ThemeIcon(
      face.icon.id,
      face.icon.color ? new vscode.ThemeColor(face.icon.color) : undefined,
    );
    item.contextValue = face.context;
    item.accessibilityInformation = { label: spokenFace(face) };
    item.tooltip = plainTooltip(face.tooltip);
    return item;
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}

/** Shows the view, with the number of runs that wait for a person as its badge. */
export function showRunsView(watch: RunsWatch): vscode.Disposable {
  const provider = new RunsView(watch);
  const tree = vscode.window.createTreeView('failback.runs', { treeDataProvider: provider, showCollapseAll: true });
  const badge = watch.onDidMove(() => {
    const waiting = watch.runs.filter(({ summary }) => summary.open > 0 && summary.status !== 'cancelled').length;
    tree.badge =
      waiting === 0
        ? undefined
        : {
            value: waiting,
            tooltip: waiting === 1 ? 'A run waits for an answer' : `${waiting} runs wait for an answer`,
          };
  });
  return vscode.Disposable.from(badge, tree, provider);
}

const FOLDING = {
  open: vscode.TreeItemCollapsibleState.Expanded,
  closed: vscode.TreeItemCollapsibleState.Collapsed,
  never: vscode.TreeItemCollapsibleState.None,
} as const;

function plainTooltip(lines: readonly string[]): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString();
  for (const line of lines.filter((text) => text !== '')) {
    tooltip.appendText(line);
    tooltip.appendMarkdown('\n\n');
  }
  return tooltip;
}

/** Refresh Runs: for a run that somebody took up again elsewhere; new ones show by themselves. */
export function refreshRuns(watch: RunsWatch, log: vscode.LogOutputChannel): vscode.Disposable {
  return registerCommand('failback.refreshRuns', log, () => watch.look());
}
