import * as vscode from 'vscode';
import * as z from 'zod';
import { FailbackError } from '../../../core/failback-error.ts';
import { chooseRun } from '../../infrastructure/choose-run.ts';
import type { CommandLine } from '../../infrastructure/command-line.ts';
import { plainMessage } from '../../infrastructure/plain-message.ts';
import { registerCommand } from '../../infrastructure/register-command.ts';
import type { RunsWatch } from '../../infrastructure/runs-watch.ts';

const verification = z.object({
  intact: z.boolean(),
  checks: z.array(z.object({ what: z.string(), outcome: z.enum(['good', 'bad', 'untold']), sentence: z.string() })),
});

/** Verify Run and Export Run: whether a run's evidence is as failback wrote it, and all of it in one file. */
export function keepEvidence(
  watch: RunsWatch,
  commandLine: CommandLine,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  return vscode.Disposable.from(
    registerCommand('failback.verifyRun', log, (argument) => verify(watch, commandLine, log, argument)),
    registerCommand('failback.exportRun', log, (argument) => exportRun(watch, commandLine, argument)),
  );
}

async function verify(
  watch: RunsWatch,
  commandLine: CommandLine,
  log: vscode.LogOutputChannel,
  argument: unknown,
): Promise<void> {
  const run = await chooseRun(watch, argument, () => true, 'There is no run to verify yet.');
  if (run === undefined) return;
  const { id, runbook, handle } = run.summary;
  const { stdout, stderr } = await commandLine.run(['verify', id, '--format', 'json'], { cwd: handle.directory });
  const told = verification.safeParse(jsonOf(stdout));
  if (!told.success)
    throw new FailbackError(
      'command-failed',
      `The run '${id}' could not be verified. ${stderr.trim()}`,
      'The log has what was said.',
    );
  for (const { what, outcome, sentence } of told.data.checks)
    log[outcome === 'bad' ? 'error' : 'info'](`${what}: ${sentence}`);
  const bad = told.data.checks.filter(({ outcome }) => outcome === 'bad');
  const shown = told.data.intact
    ? vscode.window.showInformationMessage(
        plainMessage(`The run of ${runbook} is intact: nothing that can be checked was changed.`),
        'Show Log',
      )
    : vscode.window.showErrorMessage(
        plainMessage(
          `The run of ${runbook} is not as failback wrote it. ${bad.map(({ sentence }) => sentence).join(' ')}`,
        ),
        'Show Log',
      );
  // Not awaited: the run is verified once it is told.
  void shown.then((choice) => choice === 'Show Log' && log.show());
}

async function exportRun(watch: RunsWatch, commandLine: CommandLine, argument: unknown): Promise<void> {
  const run = await chooseRun(watch, argument, () => true, 'There is no run to export yet.');
  if (run === undefined) return;
  const { id, handle } = run.summary;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    title: 'Export Run: journal, plans, facts and report in one file',
    filters: { 'Bundle of a run': ['zip'] },
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, `${id}.zip`) }),
  });
  if (target === undefined) return;
  const { stdout } = await commandLine.must(['export', id, '--out', target.fsPath, '--force'], {
    cwd: handle.directory,
  });
  const hash = stdout.slice(0, 12);
  void vscode.window.showInformationMessage(
    `The run was exported (SHA-256 ${hash}…). 'failback verify' checks the file anywhere, offline.`,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
