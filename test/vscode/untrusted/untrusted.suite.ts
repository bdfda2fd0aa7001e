import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { COMMANDS, type CommandId } from '../../../extension/infrastructure/commands.ts';
import { answerBoxes } from '../support/answers.ts';
import { errorsOf, openVariant, workspaceFile } from '../support/runbooks.ts';
import { until } from '../support/until.ts';

describe('a workspace that nobody trusts', () => {
  it('is what this suite runs in', () => assert.equal(vscode.workspace.isTrusted, false));

  it('still has its runbooks checked and planned', async () => {
    const document = await openVariant('broken.failback', (text) => text.replace('via: asr-app-01', 'via: asr-app-09'));
    await until('an error at the unknown appliance', () =>
      errorsOf(document.uri).some(({ message }) => message.includes('asr-app-09')),
    );
    const plan = await vscode.commands.executeCommand<vscode.Uri>(
      'failback.showPlan',
      workspaceFile('contoso-erp.failback'),
    );
    await until('the plan', () =>
      vscode.workspace.textDocuments.some(
        (open) => open.uri.toString() === plan.toString() && open.getText().includes('erp-db-01'),
      ),
    );
  });

  const changing = (Object.keys(COMMANDS) as CommandId[]).filter((id) => COMMANDS[id].needsTrust);
  for (const id of changing) {
    it(`refuses ${id} in a sentence`, async () => {
      const boxes = answerBoxes({});
      try {
        await vscode.commands.executeCommand(id, workspaceFile('contoso-erp.failback'));
        assert.match(
          boxes.asked.map(({ text }) => text).join('\n'),
          /^Nothing runs in a workspace that you do not trust: .* Then trust the workspace/,
        );
      } finally {
        boxes.restore();
      }
    });
  }

  it('starts no run', async () => {
    const runs = await readdir(join(process.env.FAILBACK_HOME ?? '', 'runs')).catch(() => []);
    assert.deepEqual(runs, []);
  });
});
