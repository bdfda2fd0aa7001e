import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { COMMANDS } from '../../../extension/infrastructure/commands.ts';
import { answerBoxes } from '../support/answers.ts';
import { openVariant, retype, workspaceFile } from '../support/runbooks.ts';
import { until } from '../support/until.ts';

describe('the commands', () => {
  it('are all there once a runbook is in the workspace', async () => {
    await until('the extension is active', () => vscode.extensions.getExtension('failback.failback')?.isActive);
    const known = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      Object.keys(COMMANDS).filter((id) => !known.has(id)),
      [],
    );
  });

  it('Check Runbook says in a sentence how the runbook stands', async () => {
    const boxes = answerBoxes({});
    try {
      const uri = workspaceFile('contoso-erp.failback');
      const check = () =>
        vscode.commands.executeCommand<{ errors: number; holds: number }>('failback.checkRunbook', uri);
      // Variants of it that other suites left move the same machines, and each of those is an error; it has no other ones.
      const answer = await until('as many errors as are shown', async () => {
        const told = await check();
        const shown = vscode.languages.getDiagnostics(uri).filter(({ severity }) => severity === 0);
        assert.ok(
          shown.every(({ code }) => JSON.stringify(code).includes('claimed-twice')),
          JSON.stringify(shown),
        );
        return told.errors === shown.length ? told : undefined;
      });
      assert.ok(answer.holds > 0);
      assert.match(boxes.asked[0]?.text ?? '', /^contoso-erp\.failback: .*prerequisites? hold.*\.$/);
    } finally {
      boxes.restore();
    }
  });

  it('Show Plan opens the plan beside the runbook, and follows its edits', async () => {
    const document = await openVariant('planned.failback', (text) => text);
    const uri = await vscode.commands.executeCommand<vscode.Uri>('failback.showPlan', document.uri);
    const plan = await until('the plan', () =>
      vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString()),
    );
    await until('the machines in it', () => /erp-db-01/.test(plan.getText()) && /erp-report/.test(plan.getText()));
    assert.match(plan.getText(), /Business agrees to the cutover/);
    assert.ok(vscode.window.visibleTextEditors.some((editor) => editor.document === plan));

    await retype(document, 'Business agrees to the cutover', 'The board agrees to the cutover');
    await until('the edit in the plan', () => plan.getText().includes('The board agrees to the cutover'));
  });

  it('New Runbook starts a document that the language server can read', async () => {
    const uri = await vscode.commands.executeCommand<vscode.Uri>('failback.newRunbook');
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal(document.languageId, 'failback');
    assert.match(document.getText(), /^runbook name \{$/m);
  });

  it('tell what is missing in sentences, without a stack trace', async () => {
    const boxes = answerBoxes({});
    try {
      await vscode.commands.executeCommand('failback.approve', { run: 'none', step: 'none' });
      const text = boxes.asked.map((asked) => asked.text).join('\n');
      assert.match(text, /This step is not there any more/);
      assert.doesNotMatch(text, /\bat .*:\d+:\d+/);
    } finally {
      boxes.restore();
    }
  });
});
