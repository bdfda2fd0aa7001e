import * as vscode from 'vscode';
import { FailbackError } from '../../core/failback-error.ts';
import { howTo, isGate, isStarter, mustBeSigned } from '../../core/run/gates.ts';
import { showControls } from '../../core/show-controls.ts';
import { askWho } from '../infrastructure/ask-who.ts';
import { type ChosenStep, chooseStep } from '../infrastructure/choose-run.ts';
import type { CommandLine } from '../infrastructure/command-line.ts';
import { openGates, type Person, sayAnswered, sayWhoAnswers, whoMayAnswer, yesOf } from '../infrastructure/gate.ts';
import { plainMessage } from '../infrastructure/plain-message.ts';
import { registerCommand } from '../infrastructure/register-command.ts';
import type { RunsWatch } from '../infrastructure/runs-watch.ts';
import { chooseKey, signInTerminal } from '../infrastructure/sign-in-terminal.ts';

/** Approve and Decline: who, an optional word, and the answer goes into the run's inbox, signed where the gate wants that. */
export function answerGates(
  watch: RunsWatch,
  commandLine: CommandLine,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  return vscode.Disposable.from(
    registerCommand('failback.approve', log, (argument) => answer(watch, commandLine, argument, 'yes')),
    registerCommand('failback.decline', log, (argument) => answer(watch, commandLine, argument, 'no')),
  );
}

async function answer(
  watch: RunsWatch,
  commandLine: CommandLine,
  argument: unknown,
  says: 'yes' | 'no',
): Promise<void> {
  const gate = await chooseStep(
    watch,
    argument,
    openGates,
    says === 'yes' ? 'Approve which gate?' : 'Decline which gate?',
  );
  if (gate === undefined) return;
  const over = sayAnswered(gate.step);
  if (over !== undefined) return void vscode.window.showInformationMessage(plainMessage(over));
  const yes = yesOf(gate.step);
  const verb = says === 'yes' ? yes.label : 'Decline';
  const title = `${verb}: ${gate.step.plan.title}`;
  const wantsKey = says === 'yes' && (await isToBeSigned(gate, title));
  if (wantsKey === undefined) return;
  const who = await askWho(othersThanStarter(gate, says), title, wantsKey ? 'proven' : 'claimed');
  if (who === undefined) return;
  const comment = await vscode.window.showInputBox({
    title,
    prompt: [
      `${gate.step.plan.title} — waits for ${sayWhoAnswers(gate.step)}.`,
      ...(says === 'yes' ? howTo(gate.step.plan).map(showControls) : []),
      'A word for the journal, if you like.',
    ].join(' '),
    placeHolder: says === 'yes' ? 'For example: checked with the business at 20:10' : 'Why not? The report shows it',
    ignoreFocusOut: true,
  });
  if (comment === undefined) return;
  const kind = says === 'yes' ? yes.kind : 'decline';
  if (wantsKey) return sign(watch, commandLine, gate, [...wordsOf(kind, gate), '--as', who, ...commentOf(comment)]);
  const said = comment.trim() === '' ? {} : { comment: comment.trim() };
  const outcome = await watch.send(gate.run.summary.id, { kind, step: gate.step.plan.id, who, ...said });
  tell(outcome);
}

/** Live, nothing but a signature counts. In a rehearsal a typed name does, and whoever likes may try their key. */
async function isToBeSigned({ run, step }: ChosenStep, title: string): Promise<boolean | undefined> {
  const { plan } = step;
  if (!isGate(plan) || plan.kind !== 'approve' || plan.signed !== true) return false;
  if (mustBeSigned(plan, run.summary.target)) return true;
  const items = [
    { label: '$(key) Sign It', description: 'as a live run will want it', signs: true },
    { label: '$(edit) Only Answer', description: 'enough in a rehearsal; recorded as claimed', signs: false },
  ];
  const placeHolder = 'This gate wants a signature. How do you answer in this rehearsal?';
  return (await vscode.window.showQuickPick(items, { title, placeHolder, ignoreFocusOut: true }))?.signs;
}

/** @throws FailbackError `second-person` where only those are left who may not answer, since they started the run */
function othersThanStarter(gate: ChosenStep, says: 'yes' | 'no'): readonly Person[] {
  const allowed = whoMayAnswer(gate.step);
  const { plan } = gate.step;
  const state = gate.run.view?.state;
  if (says === 'no' || state === undefined || plan.kind !== 'approve' || plan.secondPerson !== true) return allowed;
  const others = allowed.filter(({ name }) => !isStarter(plan, name, state));
  if (allowed.length > 0 && others.length === 0)
    throw new FailbackError(
      'second-person',
      `'${plan.title}' wants a second person, and '${state.startedBy}', who started this run, is the only one left who could answer.`,
      'Have somebody else answer whom the runbook names, or decline.',
    );
  return others;
}

function wordsOf(kind: string, { run, step }: ChosenStep): readonly string[] {
  return [kind, run.summary.id, step.plan.id];
}

function commentOf(comment: string): readonly string[] {
  return comment.trim() === '' ? [] : ['--comment', comment.trim()];
}

/** The command line signs, in a terminal: a key wants a passphrase or a touch, and never comes into the editor. */
async function sign(
  watch: RunsWatch,
  commandLine: CommandLine,
  { run, step }: ChosenStep,
  command: readonly string[],
): Promise<void> {
  const key = await chooseKey();
  if (key === undefined) return;
  const cwd = run.summary.handle.directory;
  const code = await signInTerminal(commandLine, `Sign: ${step.plan.title}`, [...command, '--sign', '--key', key], cwd);
  await watch.look();
  if (code === 0) vscode.window.setStatusBarMessage(`$(verified) ${plainMessage(step.plan.title)}: signed.`, 8000);
  else
    void vscode.window.showWarningMessage(
      plainMessage(`'${step.plan.title}' was not answered. The terminal says why.`),
    );
}

function tell({ outcome, message }: Awaited<ReturnType<RunsWatch['send']>>): void {
  if (outcome === 'taken') vscode.window.setStatusBarMessage(`$(check) ${plainMessage(message)}`, 8000);
  else void vscode.window.showWarningMessage(plainMessage(message));
}
