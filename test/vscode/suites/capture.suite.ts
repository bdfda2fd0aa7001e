import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { parseInventory } from '../../../core/inventory/parse-inventory.ts';
import { type Simulator, startSimulator } from '../../../simulator/start-simulator.ts';
import { answerBoxes } from '../support/answers.ts';
import { openVariant, readText, workspaceFile } from '../support/runbooks.ts';
import { until } from '../support/until.ts';

describe('capturing from the editor', function () {
  this.timeout(120_000);
  const settings = () => vscode.workspace.getConfiguration('failback');
  let simulator: Simulator;

  before(async () => {
    const file = workspaceFile('contoso-erp.inventory.json').fsPath;
    simulator = await startSimulator({ inventory: parseInventory(readFileSync(file, 'utf8'), file), speed: 1 });
  });
  after(async () => {
    await settings().update('captureFrom', undefined, vscode.ConfigurationTarget.Global);
    await simulator.close();
  });

  it('writes what it sees into the inventory that the runbook names, and shows what changed', async () => {
    await settings().update('captureFrom', simulator.proxyUrl, vscode.ConfigurationTarget.Global);
    const document = await openVariant('captured.failback', (text) =>
      text.replace('contoso-erp.inventory.json', 'captured.inventory.json'),
    );
    const boxes = answerBoxes({});
    try {
      const seen = await vscode.commands.executeCommand<{ kind: string }>('failback.captureInventory', document.uri);
      assert.equal(seen?.kind, 'captured', JSON.stringify(boxes.asked));
      const text = await readText(workspaceFile('captured.inventory.json'));
      const inventory = parseInventory(text, 'captured.inventory.json');
      assert.equal(inventory.items?.length, 12);
      assert.ok((inventory.siteMachines?.length ?? 0) > 0, 'vCenter was asked too');
      const tab = await until('the diff is shown', () => {
        const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
        return input instanceof vscode.TabInputTextDiff ? input : undefined;
      });
      assert.equal(tab.modified.fsPath, workspaceFile('captured.inventory.json').fsPath);
      const told = boxes.asked.map(({ text: words }) => words).join('\n');
      assert.match(told, /Captured 12 protected items and \d+ machines of the site/);
      assert.doesNotMatch(told, /made a mistake of its own/);
    } finally {
      boxes.restore();
    }
  });

  it('says why nothing could be captured', async () => {
    await settings().update('captureFrom', 'http://127.0.0.1:9', vscode.ConfigurationTarget.Global);
    const document = await openVariant('nobody.failback', (text) => text);
    const boxes = answerBoxes({});
    try {
      assert.equal(await vscode.commands.executeCommand('failback.captureInventory', document.uri), undefined);
      const [told] = boxes.asked;
      assert.equal(told?.method, 'showErrorMessage');
      assert.match(told?.text ?? '', /No simulator answers at 'http:\/\/127\.0\.0\.1:9'/);
    } finally {
      boxes.restore();
    }
  });

  it('writes a first runbook for an inventory, and saves nothing by itself', async () => {
    const uri = await vscode.commands.executeCommand<vscode.Uri>(
      'failback.newRunbookFromInventory',
      workspaceFile('contoso-erp.inventory.json'),
    );
    assert.equal(uri.scheme, 'untitled');
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal(document.languageId, 'failback');
    assert.match(document.getText(), /inventory: "contoso-erp\.inventory\.json"/);
    assert.match(document.getText(), /^wave all \{/m);
    assert.ok(document.isDirty);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
