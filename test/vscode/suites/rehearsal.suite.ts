import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { RunsView } from '../../../extension/features/runs-view/runs-view.ts';
import { RunsWatch } from '../../../extension/infrastructure/runs-watch.ts';
import { answerBoxes } from '../support/answers.ts';
import { drawTree } from '../support/draw-tree.ts';
import type { OpenStep } from '../support/open-gates.ts';
import { openGatesOf } from '../support/open-gates.ts';
import { workspaceFile } from '../support/runbooks.ts';
import { until } from '../support/until.ts';

describe('a rehearsal of the example', function () {
  this.timeout(240_000);

  const log = vscode.window.createOutputChannel('Failback suites', { log: true });
  const watch = new RunsWatch(log);
  const view = new RunsView(watch);
  let boxes: ReturnType<typeof answerBoxes>;
  let run: string;

  before(async () => {
    boxes = answerBoxes({
      // Whoever is asked for first; the comment is the same for all.
      showQuickPick: ({ items }) => items[0],
      showInputBox: () => 'Seen by the suite',
    });
    void watch.start();
    run =
      (await vscode.commands.executeCommand<string>('failback.rehearse', workspaceFile('contoso-erp.failback'))) ?? '';
    assert.match(run, /-contoso-erp$/, boxes.asked.map(({ text }) => text).join('\n'));
  });

  afterEach(function () {
    if (this.currentTest?.state === 'failed') console.error(JSON.stringify(boxes.asked.slice(-6), undefined, 1));
  });

  after(() => {
    boxes.restore();
    view.dispose();
    watch.dispose();
    log.dispose();
  });

  it('shows in the Runs view with its waves, machines and steps, and asks at its gates', async () => {
    const gates = await until('open gates', () => openGatesOf(watch, run));
    assert.ok(gates.some(({ title }) => title === 'Replicate back over the old machines'));

    const tree = drawTree(view, { deep: false });
    assert.match(tree, /^contoso-erp {2}0 % · waits for you · rehearsal$/m);
    assert.match(tree, /^ {2}Replicate back over the old machines {2}data · waits for dr-lead \(Dana Vermeer\)$/m);
    assert.match(tree, /^ {2}data {2}0 % · 0 of 2 home/m);
    const machines = drawTree(view, { deep: true });
    for (const machine of ['erp-db-01', 'erp-app-05', 'erp-report'])
      assert.match(machines, new RegExp(`^ {4}${machine} `, 'm'));

    await until('a notification for the gate', () =>
      boxes.asked.some(
        ({ method, text }) => method === 'showWarningMessage' && text.includes('Replicate back over the old machines'),
      ),
    );
  });

  it('asks who answers when the name of the settings is none of those who may', async () => {
    const [gate] = await until('an open gate', () => openGatesOf(watch, run));
    await vscode.workspace.getConfiguration('failback').update('me', 'mallory', vscode.ConfigurationTarget.Global);
    try {
      const before = boxes.asked.length;
      await vscode.commands.executeCommand('failback.approve', { run, step: gate!.step });
      // 'mallory' is none of those who may answer, so the command asks who answers instead of recording the name.
      const asked = boxes.asked.slice(before);
      assert.deepEqual(asked.find(({ method }) => method === 'showQuickPick')?.items, ['dr-lead']);
    } finally {
      await vscode.workspace.getConfiguration('failback').update('me', undefined, vscode.ConfigurationTarget.Global);
    }
    await until(
      'the answer in the journal',
      () => !openGatesOf(watch, run) || openGatesOf(watch, run)?.every(({ step }) => step !== gate!.step),
    );
  });

  it('survives a reload of the window: a new view on the same home shows it as it stands', async () => {
    await until('open gates', () => openGatesOf(watch, run));
    const reloaded = new RunsWatch(log);
    const fresh = new RunsView(reloaded);
    try {
      void reloaded.start();
      await until('the run in the new view', () => openGatesOf(reloaded, run));
      // Runs of other suites are in the same home; each view comes to show them in its own time.
      const shown = (of: RunsView) =>
        drawTree(of, { deep: true })
          .split(/\n(?=\S)/)
          .find((tree) => tree.startsWith('contoso-erp'));
      await until('both views saying the same', () => shown(fresh)?.trimEnd() === shown(view)?.trimEnd());
      assert.match(shown(fresh) ?? '', /^ {4}erp-db-01 /m);
    } finally {
      fresh.dispose();
      reloaded.dispose();
    }
  });

  it('can be paused and resumed', async () => {
    await vscode.workspace.getConfiguration('failback').update('me', 'dr-lead', vscode.ConfigurationTarget.Global);
    try {
      await vscode.commands.executeCommand('failback.pause', { run });
      await until('paused', () => watch.run(run)?.summary.status === 'paused');
      await vscode.commands.executeCommand('failback.resume', { run });
      await until('going on', () => watch.run(run)?.summary.status !== 'paused');
    } finally {
      await vscode.workspace.getConfiguration('failback').update('me', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('ends with every machine home once all gates are approved through the command', async () => {
    const answered: OpenStep[] = [];
    while (watch.run(run)?.view?.state.endedAt === undefined) {
      const gates = await until(
        'the next gate, or the end',
        () => watch.run(run)?.view?.state.endedAt !== undefined || openGatesOf(watch, run),
        90_000,
      );
      if (gates === true) break;
      const [gate] = gates;
      await vscode.commands.executeCommand('failback.approve', { run, step: gate!.step });
      answered.push(gate!);
      // One gate wants two people: it stays open, with one name fewer.
      await until(
        'the answer in the journal',
        () =>
          openGatesOf(watch, run) === undefined ||
          watch
            .run(run)
            ?.view?.open.every((open) => open.plan.id !== gate!.step || open.state.answers.length > gate!.answers),
      );
    }
    const ended = watch.run(run);
    assert.equal(ended?.summary.status, 'done', ended?.summary.because);
    assert.equal(ended?.summary.home, 12);
    assert.ok(answered.length >= 12, `${answered.length} gates were answered`);
    assert.match(drawTree(view, { deep: false }), /^contoso-erp {2}12 of 12 home · done · rehearsal$/m);
    const answers = [...(ended?.view?.state.steps.values() ?? [])].flatMap((step) => step.answers);
    assert.ok(
      answers.every(
        ({ who, proof, comment }) =>
          /^(dr-lead|erp-owner|operations)$/.test(who) && proof === 'claimed' && comment === 'Seen by the suite',
      ),
    );
  });

  it('opens its report in a panel without scripts', async () => {
    await vscode.commands.executeCommand('failback.openReport', { run });
    const tab = await until('the report', () =>
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => label === 'Report: contoso-erp'),
    );
    assert.ok(tab.input instanceof vscode.TabInputWebview);
    await vscode.window.tabGroups.close(tab);
  });
});
