import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { RunsView } from '../../../extension/features/runs-view/runs-view.ts';
import { RunsWatch } from '../../../extension/infrastructure/runs-watch.ts';
import { approveNext } from '../support/answer-as-asked.ts';
import { answerBoxes } from '../support/answers.ts';
import { drawTree } from '../support/draw-tree.ts';
import { placeOf, workspaceFile } from '../support/runbooks.ts';
import { until } from '../support/until.ts';

const FAULT = '8061@reprotect/branch-kiosk';

describe('the classic example, from its text to its report', function () {
  this.timeout(180_000);

  const log = vscode.window.createOutputChannel('Failback classic suite', { log: true });
  const watch = new RunsWatch(log);
  const view = new RunsView(watch);
  const runbook = () => workspaceFile('contoso-branch.failback');
  const rehearsal = () => vscode.workspace.getConfiguration('failback.rehearsal');
  let boxes: ReturnType<typeof answerBoxes>;
  let run: string;

  before(() => {
    boxes = answerBoxes({
      // Whoever is asked for first. Of what can become of a step: to take it up again, or what was asked for is done.
      showQuickPick: ({ items }) => items.find((item) => /Retry/.test(item) && items.length === 2) ?? items[0],
      showInputBox: ({ text }) => (/Your name/.test(text) ? 'storage' : 'Seen by the suite'),
    });
    void watch.start();
  });
  after(async () => {
    boxes.restore();
    view.dispose();
    watch.dispose();
    log.dispose();
    await rehearsal().update('faults', undefined, vscode.ConfigurationTarget.Global);
  });

  it('tells at the text that the host of a master target does not mount the datastore', async () => {
    const document = await vscode.workspace.openTextDocument(runbook());
    await vscode.window.showTextDocument(document);
    const told = () => vscode.languages.getDiagnostics(document.uri).map(({ message }) => message);
    // 'mt-windows' becomes 'mt-windows-2', which stands on another host.
    const via = 'via: mt-windows';
    const behind = placeOf(document, `${via}\n  datastore: ds-shared`, via.length);
    const other = new vscode.WorkspaceEdit();
    other.insert(document.uri, behind, '-2');
    assert.ok(await vscode.workspace.applyEdit(other));
    await until('the broken rule', () => told().some((text) => /'esx-rtm-02', the host of 'mt-windows-2'/.test(text)));
    const back = new vscode.WorkspaceEdit();
    back.delete(document.uri, new vscode.Range(behind, behind.translate(0, 2)));
    assert.ok(await vscode.workspace.applyEdit(back));
    await until('no broken rule', () => told().every((text) => !/'esx-rtm-02', the host of/.test(text)));
    await document.save();
  });

  it('plans the process server in Azure, and says that a classic failover cannot be cancelled', async () => {
    const uri = await vscode.commands.executeCommand<vscode.Uri>('failback.showPlan', runbook());
    const plan = await vscode.workspace.openTextDocument(uri);
    assert.match(plan.getText(), /Create the process server ps-branch in Azure/);
    assert.match(plan.getText(), /no way back: A classic failback cannot be cancelled/);
  });

  it('tells a failed reprotect with its remedy while the run is on, and takes it up again', async () => {
    await rehearsal().update('faults', [FAULT], vscode.ConfigurationTarget.Global);
    run = (await vscode.commands.executeCommand<string>('failback.rehearse', runbook())) ?? '';
    assert.match(run, /-contoso-branch$/, boxes.asked.map(({ text }) => text).join('\n'));
    const failed = () => [...(watch.run(run)?.view?.state.steps ?? [])].find(([, { status }]) => status === 'failed');
    const comesToFail = async () => {
      if (failed() !== undefined) return true;
      await approveNext(watch, run);
      return false;
    };
    await until('the failed reprotect', comesToFail, 90_000);
    const [step, { failure }] = failed()!;
    assert.equal(step, 'branch/branch-kiosk/reprotect');
    assert.equal(failure?.code, '8061');
    const told = await until('a notification', () =>
      boxes.asked.find(({ method, text }) => method === 'showErrorMessage' && text.includes('(8061)')),
    );
    assert.match(
      told.text,
      /^contoso-branch, wave branch: “Reprotect branch-kiosk .*Mount the datastore with read and/,
    );
    assert.doesNotMatch(told.text, /failback retry/, 'the button does it');
    assert.deepEqual(told.items, ['Settle…', 'Show Runs']);

    await vscode.commands.executeCommand('failback.settleStep', { run, step });
    await until('the step taken up again', () => failed() === undefined);
  });

  it('brings all seven home once people have done and approved what they are asked for', async () => {
    await until(
      'the end of the run',
      async () => {
        const seen = watch.run(run)?.view;
        if (seen?.state.endedAt !== undefined) return true;
        const asking = seen?.open.find(({ state }) => state.status === 'asking');
        if (asking !== undefined) {
          assert.match(
            drawTree(view, { deep: false }),
            /^ {2}Delete the old machine of branch-print {2}waits for a person who does it$/m,
          );
          await vscode.commands.executeCommand('failback.settleStep', { run, step: asking.plan.id });
          await until('the old machine told as deleted', () =>
            watch.run(run)?.view?.open.every(({ plan }) => plan.id !== asking.plan.id),
          );
        } else await approveNext(watch, run);
        return false;
      },
      120_000,
    );
    const ended = watch.run(run);
    assert.equal(ended?.summary.status, 'done', ended?.summary.because);
    assert.match(drawTree(view, { deep: false }), /^contoso-branch {2}7 of 7 home · done · rehearsal$/m);
  });

  it('opens its report', async () => {
    await vscode.commands.executeCommand('failback.openReport', { run });
    const tab = await until('the report', () =>
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => label === 'Report: contoso-branch'),
    );
    await vscode.window.tabGroups.close(tab);
  });
});
