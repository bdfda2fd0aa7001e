import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { LineMark } from '../../../extension/features/review-marks/line-marks.ts';
import { CommandLine } from '../../../extension/infrastructure/command-line.ts';
import type { Compared } from '../../../extension/infrastructure/compared.ts';
import { answerBoxes } from '../support/answers.ts';
import { placeOf, readText, retype, workspaceFile } from '../support/runbooks.ts';
import { until } from '../support/until.ts';

describe('reviewing in the editor', function () {
  this.timeout(120_000);
  const settings = () => vscode.workspace.getConfiguration('failback');
  const folder = () => dirname(workspaceFile('x').fsPath);
  let document: vscode.TextDocument;
  let boxes: ReturnType<typeof answerBoxes>;

  before(async () => {
    const original = await readText(workspaceFile('contoso-erp.failback'));
    await write(
      'reviewed/erp.failback',
      original.replace('./amsterdam.site', '../amsterdam.site').replace('"contoso-erp.inv', '"../contoso-erp.inv'),
    );
    git('init', '-q', '-b', 'main');
    git('add', '-A');
    git('commit', '-q', '-m', 'The runbook as it was reviewed');
    git('checkout', '-q', '-b', 'faster');
    document = await vscode.workspace.openTextDocument(workspaceFile('reviewed/erp.failback'));
    await vscode.window.showTextDocument(document);
    await retype(document, 'hold: 24 h', 'hold: 1 h');
    await retype(
      document,
      'approve "Replicate back over the old machines" { by: dr-lead }',
      'without-approval "it is urgent"',
    );
    await document.save();
  });
  afterEach(() => boxes?.restore());
  after(async () => {
    await settings().update('review.base', undefined, vscode.ConfigurationTarget.Workspace);
    await settings().update('problems.onlyChanged', undefined, vscode.ConfigurationTarget.Workspace);
    await vscode.workspace.fs.delete(workspaceFile('.git'), { recursive: true });
  });

  it('Compare With Revision says what the change means, in a panel with links to the lines', async () => {
    boxes = answerBoxes({ showQuickPick: () => 'Where This Branch Began' });
    const compared = await vscode.commands.executeCommand<Compared>('failback.compareWithRevision', document.uri);
    assert.ok(compared?.kind === 'compared', JSON.stringify([compared, boxes.asked]));
    const said = compared.review.changes.map(({ says }) => says).join('\n');
    assert.match(said, /The waiting time before commit was 24 h and is 1 h\./);
    assert.equal(compared.review.changes[0]?.risk, 'grave');
    assert.ok(boxes.asked[0]?.items.some((item) => item.includes('HEAD')));
    assert.ok(boxes.asked[0]?.items.some((item) => item.includes('main')));
    const panel = await until('the panel', () =>
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => label === 'Review: erp'),
    );
    assert.ok(panel.input instanceof vscode.TabInputWebview);

    const index = compared.review.changes.findIndex(({ says }) => says.includes('waiting time'));
    await vscode.commands.executeCommand('failback.showChange', {
      panel: document.uri.toString(),
      change: index,
      place: 0,
    });
    const selected = vscode.window.activeTextEditor?.selection;
    assert.equal(selected?.start.line, placeOf(document, 'hold: 1 h').line);
  });

  it('Compare Plans lays both plans side by side', async () => {
    boxes = answerBoxes({ showQuickPick: () => 'HEAD' });
    const shown = await vscode.commands.executeCommand<[vscode.Uri, vscode.Uri]>('failback.comparePlans', document.uri);
    const [was, is] = await Promise.all(
      shown.map(async (uri) => (await vscode.workspace.openTextDocument(uri)).getText()),
    );
    assert.match(was ?? '', /hold +24 h/);
    assert.match(is ?? '', /hold +1 h/);
    assert.ok(vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff);
  });

  it('offers to save what is not saved, and compares nothing when the person turns away', async () => {
    await vscode.window.showTextDocument(document);
    await retype(document, 'hold: 1 h', 'hold: 2 h');
    boxes = answerBoxes({ showQuickPick: () => 'HEAD' });
    assert.equal(await vscode.commands.executeCommand('failback.compareWithRevision', document.uri), undefined);
    assert.match(boxes.asked.at(-1)?.text ?? '', /'erp\.failback' has changes that are not saved/);
    assert.ok(document.isDirty);
    boxes.restore();
    boxes = answerBoxes({ showQuickPick: () => 'HEAD', showWarningMessage: () => 'Save and Compare' });
    const compared = await vscode.commands.executeCommand<Compared>('failback.compareWithRevision', document.uri);
    assert.ok(!document.isDirty);
    assert.match(JSON.stringify(compared), /was 24 h and is 2 h/);
  });

  it('marks lines without a way back, and lines whose meaning changed once that is wanted', async () => {
    boxes = answerBoxes({});
    await vscode.window.showTextDocument(document);
    const marks = await vscode.commands.executeCommand<readonly LineMark[]>('failback.toggleReviewMarks');
    const drawn = marks.map(({ line, sign, changed }) => [document.lineAt(line).text.trim(), sign, changed]);
    assert.deepEqual(drawn.slice(0, 3), [
      ['without-approval "it is urgent"', 'unguarded', true],
      ['hold: 2 h', 'changed', true],
      ['approve "ERP owner confirms the data" { by: erp-owner }', 'final', false],
    ]);
    assert.match(
      marks[0]?.hover.join('\n') ?? '',
      /Point of no return: reprotect .*Against where this branch left main:/s,
    );
    const off = await vscode.commands.executeCommand<readonly LineMark[]>('failback.toggleReviewMarks');
    assert.ok(off.length > 0 && off.every(({ changed }) => !changed), 'points of no return stay marked');
    assert.deepEqual(boxes.asked, []);
  });

  it('shows the problems of changed lines only, when asked', async () => {
    await vscode.window.showTextDocument(document);
    const lines = () =>
      vscode.languages
        .getDiagnostics(document.uri)
        .filter(({ code }) => /^(FB\d{3}|unknown-facts)$/.test(String(typeof code === 'object' ? code.value : code)))
        .map(({ range }) => range.start.line);
    const all = await until('problems', () => (lines().length > 3 ? lines() : undefined));
    assert.equal(await vscode.commands.executeCommand('failback.toggleOnlyChanged'), true);
    const few = await until('fewer problems', () => (lines().length < all.length ? lines() : undefined));
    const changed = ['without-approval "it is urgent"', 'hold: 2 h'].map((text) => placeOf(document, text).line);
    assert.ok(
      few.every((line) => changed.includes(line)),
      `problems at ${few}, changed ${changed}`,
    );
    assert.equal(await vscode.commands.executeCommand('failback.toggleOnlyChanged'), false);
    await until('all of them again', () => lines().length === all.length);
  });

  it('Approve Plan shows the plan, repeats verdict and hash, and signs in a terminal', async function () {
    const extension = vscode.extensions.getExtension('failback.failback');
    assert.ok(extension);
    const file = workspaceFile('reviewed/erp.plan.json');
    const key = workspaceFile('reviewed/key').fsPath;
    try {
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    } catch {
      console.log('Left out: approving a plan, for there is no ssh-keygen.');
      return this.skip();
    }
    await new CommandLine(extension.extensionPath).must(['plan', document.uri.fsPath, '--out', file.fsPath], {
      cwd: folder(),
    });
    const { hash } = JSON.parse(await readText(file)) as { readonly hash: string };
    const window = vscode.window as unknown as Record<string, unknown>;
    const { showOpenDialog } = window;
    window.showOpenDialog = async () => [vscode.Uri.file(key)];
    boxes = answerBoxes({
      showInformationMessage: () => 'I Have Read It',
      showWarningMessage: () => 'Approve and Sign',
      showInputBox: () => 'dana@contoso.example',
      showQuickPick: () => 'Another Key',
    });
    try {
      const code = await vscode.commands.executeCommand<number>('failback.approvePlan', file);
      assert.equal(code, 0, JSON.stringify(boxes.asked));
    } finally {
      window.showOpenDialog = showOpenDialog;
    }
    const shown = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'failback-plan-file');
    assert.match(shown?.getText() ?? '', new RegExp(`plan ${hash.slice(0, 12)}`));
    const reviews = workspaceFile('reviewed/erp.plan.reviews.json').fsPath;
    assert.ok(existsSync(reviews), 'the review stands beside the plan');
    assert.match(readFileSync(reviews, 'utf8'), new RegExp(`"plan": "${hash}"[\\s\\S]*dana@contoso\\.example`));
  });

  function git(...args: readonly string[]): void {
    const who = ['-c', 'user.name=Dana', '-c', 'user.email=dana@contoso.example'];
    execFileSync('git', [...who, ...args], { cwd: folder(), stdio: 'pipe' });
  }

  async function write(name: string, text: string): Promise<void> {
    await vscode.workspace.fs.writeFile(workspaceFile(name), new TextEncoder().encode(text));
  }
});
