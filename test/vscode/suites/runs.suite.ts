import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { RunsView } from '../../../extension/features/runs-view/runs-view.ts';
import { RunsWatch } from '../../../extension/infrastructure/runs-watch.ts';
import { type Asked, answerBoxes } from '../support/answers.ts';
import { drawTree } from '../support/draw-tree.ts';
import { openGatesOf } from '../support/open-gates.ts';
import { openVariant, workspaceFile } from '../support/runbooks.ts';
import { until } from '../support/until.ts';

const DANA = 'dana.vermeer@contoso.example';
const REPROTECT = 'approve "Replicate back over the old machines" { by: dr-lead }';

describe('what people tell a run from the Runs view', function () {
  this.timeout(240_000);

  const log = vscode.window.createOutputChannel('Failback suites', { log: true });
  const watch = new RunsWatch(log);
  const view = new RunsView(watch);
  const keys = mkdtempSync(join(tmpdir(), 'failback-suite-keys-'));
  const key = join(keys, 'id_ed25519');
  const replies: Record<string, (asked: Asked) => unknown> = {};
  let boxes: ReturnType<typeof answerBoxes>;
  let run: string;

  const stopped = () =>
    [...(watch.run(run)?.view?.state.steps.values() ?? [])].find(({ failure }) => failure?.code === 'stopped')?.failure;

  before(async () => {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    const allowed = `${DANA} ${readFileSync(`${key}.pub`, 'utf8')}`;
    await vscode.workspace.fs.writeFile(workspaceFile('allowed-signers'), new TextEncoder().encode(allowed));
    await openVariant('signed.failback', (text) => {
      assert.ok(text.includes(REPROTECT), REPROTECT);
      return text
        .replace(REPROTECT, REPROTECT.replace('dr-lead }', 'dr-lead  signed: true }'))
        .replace('runbook contoso-erp {', 'runbook signed-erp {\n  review { by: dr-lead  signers: "allowed-signers" }');
    });
    boxes = answerBoxes({
      showQuickPick: (asked) => replies.showQuickPick?.(asked),
      showInputBox: (asked) => replies.showInputBox?.(asked),
      showWarningMessage: (asked) => replies.showWarningMessage?.(asked),
    });
    void watch.start();
    run = (await vscode.commands.executeCommand<string>('failback.rehearse', workspaceFile('signed.failback'))) ?? '';
    assert.match(run, /-signed-erp$/, boxes.asked.map(({ text }) => text).join('\n'));
  });

  afterEach(function () {
    if (this.currentTest?.state === 'failed') console.error(JSON.stringify(boxes.asked.slice(-8), undefined, 1));
  });

  after(async () => {
    boxes.restore();
    view.dispose();
    watch.dispose();
    log.dispose();
    rmSync(keys, { recursive: true, force: true });
    await vscode.workspace.fs.delete(workspaceFile('signed.failback'));
    await vscode.workspace.fs.delete(workspaceFile('allowed-signers'));
  });

  it('Approve signs where the gate wants a signature, with a key that the terminal asks for', async () => {
    const [gate] = await until('an open gate', () => openGatesOf(watch, run));
    assert.ok(gate);
    const window = vscode.window as unknown as Record<string, unknown>;
    const dialog = window.showOpenDialog;
    window.showOpenDialog = async () => [vscode.Uri.file(key)];
    replies.showQuickPick = ({ items }) =>
      items.some((item) => item.includes('Sign It'))
        ? 'Sign It'
        : items.some((item) => item.includes('Another Key'))
          ? 'Another Key'
          : 'dr-lead';
    replies.showInputBox = () => 'Signed by the suite';
    try {
      await vscode.commands.executeCommand('failback.approve', { run, step: gate.step });
    } finally {
      window.showOpenDialog = dialog;
    }
    const step = await until('the answer in the journal', () => {
      const state = watch.run(run)?.view?.state.steps.get(gate.step);
      return state?.status === 'done' ? state : undefined;
    });
    assert.deepEqual(
      step.answers.map(({ who, proof, comment }) => [who, proof, comment]),
      [['dr-lead', 'proven', 'Signed by the suite']],
    );
    assert.match(step.answers[0]?.key ?? '', /^SHA256:/);
  });

  it('in a rehearsal the same gate takes a typed name, shown as claimed', async () => {
    const gates = await until('an open gate', () => openGatesOf(watch, run));
    const gate = gates.find(({ title }) => title === 'Replicate back over the old machines');
    assert.ok(gate, gates.map(({ title }) => title).join());
    replies.showQuickPick = ({ items }) =>
      items.some((item) => item.includes('Only Answer')) ? 'Only Answer' : 'dr-lead';
    await vscode.commands.executeCommand('failback.approve', { run, step: gate.step });
    const step = await until('the answer', () => {
      const state = watch.run(run)?.view?.state.steps.get(gate.step);
      return state?.status === 'done' ? state : undefined;
    });
    assert.deepEqual(
      step.answers.map(({ proof }) => proof),
      ['claimed'],
    );
  });

  it('Stop tells what it leaves behind, asks why, and lets the rest go on', async () => {
    const wave = watch.run(run)?.view?.waves.find(({ status }) => status !== 'done');
    const machine = wave?.machines.find(({ status }) => status !== 'home');
    assert.ok(wave && machine);
    replies.showInputBox = ({ text }) => (/Your name/.test(text) ? 'dr-lead' : 'its storage is being moved');
    replies.showWarningMessage = () => undefined;
    const node = { run: { summary: { id: run } }, machine: { name: machine.name } };
    await vscode.commands.executeCommand('failback.stop', node);
    const stopOf = () => boxes.asked.filter(({ text }) => text === `Stop machine '${machine.name}' of signed-erp?`);
    assert.equal(stopOf().length, 1, 'nothing is stopped that was not confirmed');
    assert.equal(stopped(), undefined);

    replies.showWarningMessage = ({ text }) => (text.startsWith('Stop ') ? 'Stop' : undefined);
    await vscode.commands.executeCommand('failback.stop', node);
    const failure = await until('the machine that stands still', stopped);
    assert.match(failure.message, new RegExp(`dr-lead stopped '${machine.name}': its storage is being moved\\.`));
    assert.match(drawTree(view, { deep: true }), new RegExp(`${machine.name} .* {2}failed$`, 'm'));
    assert.equal(watch.run(run)?.view?.state.endedAt, undefined, 'the run goes on');
  });

  it('Cancel ends the rehearsal after a question', async () => {
    replies.showWarningMessage = ({ text }) => (text.startsWith('Cancel the run') ? 'Cancel Run' : undefined);
    replies.showInputBox = () => 'dr-lead';
    await vscode.commands.executeCommand('failback.cancel', { run });
    await until('the end', () => watch.run(run)?.view?.state.endedAt !== undefined, 90_000);
    assert.equal(watch.run(run)?.summary.status, 'cancelled');
  });
});
