import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import * as z from 'zod';
import { FailbackError } from '../../core/failback-error.ts';
import { CLASSIC_IS_RETIRED, needsRetiredWord } from '../../core/plan/classic-is-retired.ts';
import { sayCount } from '../../core/report/say.ts';
import { chooseRunbook, saveIfChanged } from '../infrastructure/choose-runbook.ts';
import type { CommandLine } from '../infrastructure/command-line.ts';
import type { LanguageServer } from '../infrastructure/language-server.ts';
import { ARM_SCOPE, microsoftCredential } from '../infrastructure/microsoft-account.ts';
import { plainMessage } from '../infrastructure/plain-message.ts';
import { registerCommand } from '../infrastructure/register-command.ts';
import { readSettings } from '../infrastructure/settings.ts';
import type { RunStarter } from '../infrastructure/start-run.ts';

interface Needs {
  readonly language: LanguageServer;
  readonly commandLine: CommandLine;
  readonly starter: RunStarter;
  readonly log: vscode.LogOutputChannel;
  /** A folder of the extension outside the workspace. */
  readonly scratch: vscode.Uri;
}

/** The part of a plan that the last question names; the rest is kept as it is, for the run. */
const freshPlan = z.looseObject({
  hash: z.string(),
  architecture: z.enum(['modernized', 'classic']),
  blockedBy: z.array(z.string()),
  machines: z.array(z.unknown()),
  vault: z.looseObject({ name: z.string() }),
});

/**
 * Run Plan: the real thing, on Azure. It is refused while anything blocks the plan; then the vault is looked at with the
 * person's own account, and what was reviewed must still follow from what is seen; then the person says yes.
 */
export function runLive(needs: Needs): vscode.Disposable {
  return registerCommand('failback.runPlan', needs.log, async (argument) => {
    const runbook = await chooseRunbook(argument);
    if (runbook === undefined) return;
    await saveIfChanged(runbook);
    const name = basename(runbook.path, '.failback');
    const reviewed = await needs.language.plan(runbook);
    const refusal = whyRefused(name, reviewed);
    if (refusal !== undefined) return tellRefusal(refusal, runbook, needs.log);

    const scratch = join(needs.scratch.fsPath, `${name}-${Date.now()}`);
    const inventory = `${scratch}.inventory.json`;
    const planFile = `${scratch}.plan.json`;
    try {
      const fresh = await preflight(needs.commandLine, runbook, inventory);
      const moved = whyRefused(name, { ...fresh, errors: 0 }) ?? whyMoved(name, reviewed.hash, fresh.hash);
      if (moved !== undefined) return tellRefusal(moved, runbook, needs.log);
      if (needsRetiredWord(fresh) && !(await knowsItIsRetired(name))) return;
      if (!(await isMeant(name, fresh))) return;
      // The plan that the person saw is what runs: whoever edits the runbook while the question is open changes nothing.
      await writeFile(planFile, JSON.stringify(fresh));
      const words = needsRetiredWord(fresh) ? ['--classic-is-retired'] : [];
      const run = await needs.starter.runLive(runbook, planFile, inventory, words);
      needs.log.info(`Live run ${run} of ${runbook.fsPath} started on plan ${fresh.hash}.`);
      return run;
    } finally {
      await rm(inventory, { force: true });
      await rm(planFile, { force: true });
    }
  });
}

type Judged = { readonly errors: number; readonly blockedBy: readonly string[] };

/** One clear sentence and its reasons, or undefined when nothing stands in the way. */
function whyRefused(name: string, { errors, blockedBy }: Judged): string | undefined {
  if (errors === 0 && blockedBy.length === 0) return undefined;
  const count = blockedBy.length === 0 ? sayCount(errors, 'error') : sayCount(blockedBy.length, 'reason');
  // A reason's further lines are commands to copy; those are in the plan.
  const reasons = blockedBy.slice(0, 2).map((reason) => shorten(reason.split('\n')[0] ?? ''));
  const more = blockedBy.length > 2 ? ` And ${blockedBy.length - 2} more; the plan lists them.` : '';
  return `'${name}' is not run on Azure: ${count} against it. A live run wants every prerequisite to hold, by a captured fact or a named person’s word. ${reasons.join(' ')}${more}`.trim();
}

function whyMoved(name: string, reviewed: string, fresh: string): string | undefined {
  if (reviewed === fresh) return undefined;
  return `'${name}' is not run on Azure: what was reviewed no longer follows from what the vault shows now (plan ${short(reviewed)}, now ${short(fresh)}). Capture the inventory anew, have the new plan reviewed, and start again.`;
}

async function tellRefusal(refusal: string, runbook: vscode.Uri, log: vscode.LogOutputChannel): Promise<string> {
  log.warn(refusal);
  // Not awaited: the command is over once the refusal is told.
  void vscode.window.showErrorMessage(plainMessage(refusal), 'Show Plan', 'Rehearse Instead').then((choice) => {
    if (choice === 'Show Plan') void vscode.commands.executeCommand('failback.showPlan', runbook);
    if (choice === 'Rehearse Instead') void vscode.commands.executeCommand('failback.rehearse', runbook);
  });
  return refusal;
}

/** Looks at the vault with the editor's account, and plans from what it shows. The token goes through the environment only. */
async function preflight(commandLine: CommandLine, runbook: vscode.Uri, inventory: string) {
  const { token } = await microsoftCredential(readSettings().tenant).getToken(ARM_SCOPE);
  const options = { cwd: dirname(runbook.fsPath), env: { FAILBACK_ACCESS_TOKEN: token } };
  const title = 'Failback: looking at the vault…';
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, async () => {
    await mkdir(dirname(inventory), { recursive: true });
    const capture = await commandLine.run(['capture', runbook.fsPath, '--out', inventory], options);
    // What could not be read makes it end with 1, too; the file is there then, and the plan says what that leaves unproven.
    if (capture.code !== 0 && !existsSync(inventory))
      throw new FailbackError('capture-failed', capture.stderr.trim(), 'Mend what it says, and start again.');
    const plan = freshPlan.safeParse(
      await commandLine.ask(['plan', runbook.fsPath, '--inventory', inventory, '--format', 'json'], options),
    );
    if (plan.success) return plan.data;
    throw new FailbackError(
      'plan-unreadable',
      'The plan that follows from the captured facts could not be read.',
      'Reinstall the extension; its parts do not fit together.',
      { cause: plan.error },
    );
  });
}

/** Besides the accepted FB001: that is the team's word, this is the word of whoever starts the run. */
async function knowsItIsRetired(name: string): Promise<boolean> {
  const goOn = 'Run It All the Same';
  const question = `'${name}' is written for the classic architecture, which is retired.`;
  return (await vscode.window.showWarningMessage(question, { modal: true, detail: CLASSIC_IS_RETIRED }, goOn)) === goOn;
}

async function isMeant(name: string, plan: z.infer<typeof freshPlan>): Promise<boolean> {
  const detail = `Plan ${short(plan.hash)}, vault '${plan.vault.name}'. The run belongs to no window: it goes on when the editor is closed. Every point of no return still waits for its approval.`;
  const run = `Run on Azure`;
  return (
    (await vscode.window.showWarningMessage(
      `Bring ${sayCount(plan.machines.length, 'machine')} of '${name}' home?`,
      { modal: true, detail },
      run,
    )) === run
  );
}

function short(hash: string): string {
  return hash.replace(/^sha256[:-]/, '').slice(0, 12);
}

/** A notification holds a few lines; the plan has the whole. */
function shorten(sentence: string): string {
  return sentence.length <= 240 ? sentence : `${sentence.slice(0, 240).replace(/\s+\S*$/, '')} …`;
}
