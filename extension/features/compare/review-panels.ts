import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { SourceRange } from '../../../core/runbook/source.ts';
import type { Base } from '../../infrastructure/compare-runbooks.ts';
import type { Compared } from '../../infrastructure/compared.ts';
import { placesOfChange, reviewPage } from './review-page.ts';

/** A comparison as a panel shows it. */
export interface Shown {
  readonly runbook: vscode.Uri;
  readonly base: Base;
  readonly compared: Compared;
}

interface Open extends Shown {
  readonly panel: vscode.WebviewPanel;
}

/** One panel for each runbook. Pages run no script; their links may call two commands and nothing else. */
export class ReviewPanels implements vscode.Disposable {
  readonly #open = new Map<string, Open>();

  show(shown: Shown): void {
    const key = shown.runbook.toString();
    const title = `Review: ${basename(shown.runbook.path, '.failback')}`;
    const panel = this.#open.get(key)?.panel ?? this.#create(key, title);
    this.#open.set(key, { ...shown, panel });
    panel.webview.html = reviewPage({
      panel: key,
      against: shown.base.name,
      compared: shown.compared,
      nonce: randomBytes(16).toString('base64url'),
    });
    panel.reveal(undefined, true);
  }

  shown(key: string): Shown | undefined {
    return this.#open.get(key);
  }

  /** Where the new text has what a change is about. */
  placeOf(key: string, change: number, place: number): SourceRange | undefined {
    const compared = this.#open.get(key)?.compared;
    if (compared?.kind !== 'compared') return undefined;
    const told = compared.review.changes[change];
    return told && placesOfChange(told)[place];
  }

  isInFirstColumn(key: string): boolean {
    return this.#open.get(key)?.panel.viewColumn === vscode.ViewColumn.One;
  }

  dispose(): void {
    for (const { panel } of this.#open.values()) panel.dispose();
  }

  #create(key: string, title: string): vscode.WebviewPanel {
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const panel = vscode.window.createWebviewPanel('failback.review', title, column, {
      enableScripts: false,
      enableCommandUris: ['failback.showChange', 'failback.comparePlans'],
      enableFindWidget: true,
      localResourceRoots: [],
    });
    panel.onDidDispose(() => this.#open.delete(key));
    return panel;
  }
}
