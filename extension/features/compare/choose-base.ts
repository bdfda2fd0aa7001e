import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import type { Base } from '../../infrastructure/compare-runbooks.ts';
import { branchPoint, commitOf, repositoryRoot, revisionsOf } from '../../infrastructure/git.ts';

interface BaseItem extends vscode.QuickPickItem {
  /** Undefined for another file, which is asked for next. */
  readonly base?: Base;
}

/** Asks what to compare with: where the branch began, the last commit, a branch, a tag, or another file. */
export async function chooseBase(runbook: vscode.Uri): Promise<Base | undefined> {
  const folder = dirname(runbook.fsPath);
  const items = [...(await revisionItems(folder)), separator('Files'), anotherFile];
  const chosen = await vscode.window.showQuickPick(items, {
    title: `Compare '${basename(runbook.path)}' With`,
    placeHolder: 'What the change to the runbook means, since…',
    matchOnDescription: true,
  });
  if (chosen === undefined) return undefined;
  return chosen.base ?? askFile(runbook);
}

async function revisionItems(folder: string): Promise<readonly BaseItem[]> {
  if ((await repositoryRoot(folder)) === undefined) return [];
  const [point, head, revisions] = [
    await branchPoint(folder),
    await commitOf(folder, 'HEAD'),
    await revisionsOf(folder),
  ];
  const items: BaseItem[] = [];
  if (point !== undefined)
    items.push({
      label: '$(git-merge) Where This Branch Began',
      description: `left ${point.branch} at ${point.commit.slice(0, 7)}`,
      base: { kind: 'revision', name: `where this branch left ${point.branch}`, commit: point.commit },
    });
  if (head !== undefined)
    items.push({
      label: '$(git-commit) HEAD',
      description: `the last commit, ${head.slice(0, 7)}`,
      base: { kind: 'revision', name: 'HEAD', commit: head },
    });
  return [
    ...items,
    ...(revisions.length === 0 ? [] : [separator('Branches and Tags')]),
    ...revisions.map(({ name, commit, kind }) => ({
      label: `$(${kind === 'tag' ? 'tag' : kind === 'branch' ? 'git-branch' : 'cloud'}) ${name}`,
      description: `${kind}, ${commit.slice(0, 7)}`,
      base: { kind: 'revision' as const, name, commit },
    })),
  ];
}

const anotherFile: BaseItem = {
  label: '$(file) Another File…',
  description: 'an older copy, or the runbook of a twin',
};

function separator(label: string): BaseItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

async function askFile(runbook: vscode.Uri): Promise<Base | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: `Compare '${basename(runbook.path)}' With`,
      openLabel: 'Compare',
      defaultUri: vscode.Uri.joinPath(runbook, '..'),
      filters: { 'Failback runbooks': ['failback'] },
    })) ?? [];
  return file && { kind: 'file', name: `'${basename(file.path)}'`, path: file.fsPath };
}
