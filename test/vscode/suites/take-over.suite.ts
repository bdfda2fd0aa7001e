import assert from 'node:assert/strict';
import { readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { RunsWatch } from '../../../extension/infrastructure/runs-watch.ts';
import { answerBoxes } from '../support/answers.ts';
import { openGatesOf } from '../support/open-gates.ts';
import { workspaceFile } from '../support/runbooks.ts';
import { until } from '../support/until.ts';

describe('a run whose process hangs', function () {
  this.timeout(120_000);

  const log = vscode.window.createOutputChannel('Failback suites', { log: true });
  const watch = new RunsWatch(log);
  let stopped: number | undefined;

  before(function () {
    if (process.platform === 'win32') this.skip();
    void watch.start();
  });

  after(() => {
    if (stopped !== undefined) process.kill(stopped, 'SIGCONT');
    watch.dispose();
    log.dispose();
  });

  it('is taken from it by the command, once the person was told what that means', async () => {
    const boxes = answerBoxes({
      showWarningMessage: ({ items }) => items.find((item) => item === 'Take Over Run' || item === 'Cancel Run'),
      showQuickPick: ({ items }) => items[0],
      showInputBox: () => 'dr-lead',
    });
    try {
      const runbook = workspaceFile('contoso-erp.failback');
      const run = (await vscode.commands.executeCommand<string>('failback.rehearse', runbook)) ?? '';
      await until('its first gate', () => openGatesOf(watch, run));
      const { directory } = watch.run(run)?.summary.handle ?? assert.fail();
      const lease = join(directory, 'leases/1.json');
      stopped = (JSON.parse(readFileSync(lease, 'utf8')) as { readonly pid: number }).pid;
      process.kill(stopped, 'SIGSTOP');
      const longAgo = new Date(Date.now() - 3 * 60_000);
      for (const file of [lease, join(directory, 'pulse')]) utimesSync(file, longAgo, longAgo);
      await until('its silence', () => watch.run(run)?.summary.silentSince, 30_000);

      await vscode.commands.executeCommand('failback.takeOver', { run });
      assert.ok(
        boxes.asked.some(({ text }) => text === "Take the run of 'contoso-erp' from its process?"),
        JSON.stringify(boxes.asked.slice(-4)),
      );
      const { epoch, pid } = JSON.parse(readFileSync(join(directory, 'leases/2.json'), 'utf8')) as {
        readonly epoch: number;
        readonly pid: number;
      };
      assert.equal(epoch, 2);
      assert.notEqual(pid, stopped);
      await until('the new process', () => {
        const summary = watch.run(run)?.summary;
        return summary?.alive === true && summary.silentSince === undefined;
      });
      await vscode.commands.executeCommand('failback.cancel', { run });
      await until('its end', () => watch.run(run)?.summary.status === 'cancelled');
    } finally {
      boxes.restore();
    }
  });
});
