import assert from 'node:assert/strict';
import { after, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { answerBoxes } from '../support/answers.ts';
import { errorsOf, readText, workspaceFile } from '../support/runbooks.ts';
import { until } from '../support/until.ts';

interface Step {
  readonly id: string;
  readonly description: string;
  readonly completionEvents: readonly string[];
  readonly media: { readonly image: Readonly<Record<string, string>> };
}

describe('the walkthrough', () => {
  const extension = vscode.extensions.getExtension('failback.failback');
  const [walkthrough] = (extension?.packageJSON.contributes.walkthroughs ?? []) as {
    readonly steps: readonly Step[];
  }[];
  const steps = walkthrough?.steps ?? [];
  const copies: vscode.Uri[] = [];

  after(async () => {
    for (const folder of copies) await vscode.workspace.fs.delete(folder, { recursive: true });
  });

  it('leads through commands that are there, and waits for events that can come', async () => {
    await until('the extension', () => extension?.isActive);
    const known = new Set(await vscode.commands.getCommands(true));
    const named = steps.flatMap(({ description, completionEvents }) => [
      ...[...description.matchAll(/\(command:([\w.]+)/g)].map(([, id]) => id ?? ''),
      ...completionEvents.filter((event) => event.startsWith('onCommand:')).map((event) => event.slice(10)),
    ]);
    assert.ok(steps.length === 7 && named.length > 8, JSON.stringify(named));
    assert.deepEqual(
      named.filter((id) => !known.has(id)),
      [],
    );
  });

  it('opens by its command', async () => {
    await vscode.commands.executeCommand('failback.openWalkthrough');
    // The editor gives such a tab no input of its own, only its title.
    await until('its tab', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .some(({ label, input }) => input === undefined && /welcome|walkthrough/i.test(label)),
    );
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('opens a copy of the example, with facts of today, in which no rule finds an error', async () => {
    const boxes = answerBoxes({ showQuickPick: ({ items }) => items[0] });
    try {
      const folder = vscode.Uri.joinPath(workspaceFile('copies'), 'first');
      await vscode.workspace.fs.createDirectory(folder);
      copies.push(workspaceFile('copies'));
      const runbook = await vscode.commands.executeCommand<vscode.Uri>('failback.openExample', folder);
      assert.ok(runbook.path.endsWith('/copies/first/contoso-erp/contoso-erp.failback'), runbook.path);
      assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), runbook.toString());

      const inventory = JSON.parse(await readText(vscode.Uri.joinPath(runbook, '../contoso-erp.inventory.json'))) as {
        readonly capturedAt: string;
      };
      assert.ok(Math.abs(Date.now() - Date.parse(inventory.capturedAt)) < 3_600_000, inventory.capturedAt);
      await until('its findings', () => vscode.languages.getDiagnostics(runbook).length > 0);
      // The other copies of the workspace claim the same machines, and nothing else is wrong with it.
      const others = errorsOf(runbook).filter(({ code }) => !JSON.stringify(code).includes('claimed-twice'));
      assert.deepEqual(others, []);

      const again = await vscode.commands.executeCommand<vscode.Uri>('failback.openExample', folder);
      assert.ok(again.path.endsWith('/contoso-erp-2/contoso-erp.failback'), 'no copy lies over another');
      assert.deepEqual(boxes.asked, []);
    } finally {
      boxes.restore();
    }
  });

  it('asks where the copy shall be put', async () => {
    const boxes = answerBoxes({ showQuickPick: () => undefined });
    try {
      assert.equal(await vscode.commands.executeCommand('failback.openExample'), undefined);
      const [asked] = boxes.asked;
      assert.match(asked?.text ?? '', /Where shall the copy of the example be put/);
      assert.match(asked?.items.join(', ') ?? '', /^In the Folder “.*”, In Another Folder…$/);
    } finally {
      boxes.restore();
    }
  });
});
