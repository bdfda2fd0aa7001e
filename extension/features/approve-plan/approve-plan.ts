import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { FailbackError } from '../../../core/failback-error.ts';
import { parsePlan } from '../../../core/plan/parse-plan.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { renderPlan } from '../../../core/plan/render-plan.ts';
import { askWho } from '../../infrastructure/ask-who.ts';
import type { CommandLine } from '../../infrastructure/command-line.ts';
import { plainMessage } from '../../infrastructure/plain-message.ts';
import { registerCommand } from '../../infrastructure/register-command.ts';
import { chooseKey, signInTerminal } from '../../infrastructure/sign-in-terminal.ts';
import { planVerdict } from './plan-verdict.ts';

const SCHEME = 'failback-plan-file';

/**
 * Approve Plan: shows the text of a plan file, asks whether that is what the person approves, and has them sign its hash in
 * a terminal, where ssh-keygen may ask for a passphrase. No key is read here.
 */
export function approvePlan(commandLine: CommandLine, log: vscode.LogOutputChannel): vscode.Disposable {
  const texts = new Map<string, string>();
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => void texts.delete(uri.toString())),
    registerCommand('failback.approvePlan', log, async (argument) => {
      const file = await choosePlan(argument);
      if (file === undefined) return undefined;
      const plan = parsePlan(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)), basename(file.path));
      await show(plan, file, texts);
      if (!(await isMeant(plan))) return undefined;
      const name = await askWho(reviewersOf(plan), 'Who approves the plan?');
      const key = name === undefined ? undefined : await chooseKey();
      if (name === undefined || key === undefined) return undefined;
      const command = ['approve-plan', basename(file.path), '--as', name, '--key', key];
      return signInTerminal(commandLine, `Approve plan ${plan.hash.slice(0, 12)}`, command, dirname(file.fsPath));
    }),
  );
}

async function choosePlan(argument: unknown): Promise<vscode.Uri | undefined> {
  if (argument instanceof vscode.Uri) return argument;
  const open = vscode.window.activeTextEditor?.document.uri;
  if (open?.path.endsWith('plan.json')) return open;
  const plans = await vscode.workspace.findFiles('**/*plan.json', '**/node_modules/**', 200);
  if (plans.length === 0)
    throw new FailbackError(
      'plan-not-found',
      'There is no plan file in this workspace.',
      'Write one that others can approve:\n  failback plan RUNBOOK --out RUNBOOK.plan.json',
    );
  if (plans.length === 1) return plans[0];
  const items = plans.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }));
  return (await vscode.window.showQuickPick(items, { title: 'Which plan?' }))?.uri;
}

/** The text is made of the file that is about to be signed, so what is read is what is approved. */
async function show(plan: Plan, file: vscode.Uri, texts: Map<string, string>): Promise<void> {
  const uri = vscode.Uri.from({
    scheme: SCHEME,
    path: `/Plan ${plan.hash.slice(0, 12)} of ${plan.runbook.name}`,
    query: file.toString(),
  });
  texts.set(uri.toString(), renderPlan(plan));
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.languages.setTextDocumentLanguage(document, 'failback-plan');
  await vscode.window.showTextDocument(document, { preview: true });
}

/** Not modal at first: the person reads the plan, then says that they have. */
async function isMeant(plan: Plan): Promise<boolean> {
  const read = 'I Have Read It';
  const asked = `Plan ${plan.hash.slice(0, 12)} of '${plan.runbook.name}' is beside. Read it before you approve it.`;
  if ((await vscode.window.showInformationMessage(plainMessage(asked), read, 'Cancel')) !== read) return false;
  const approve = 'Approve and Sign';
  const question = `Approve this plan of '${plan.runbook.name}'?`;
  return (
    (await vscode.window.showWarningMessage(question, { modal: true, detail: planVerdict(plan) }, approve)) === approve
  );
}

function reviewersOf({ review }: Plan) {
  return review?.by.people ?? [];
}
