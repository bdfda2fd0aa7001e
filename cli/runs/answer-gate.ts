import { createInterface } from 'node:readline/promises';
import { FailbackError } from '../../core/failback-error.ts';
import { isGate, missingAnswers, personOf } from '../../core/run/gates.ts';
import type { StepView } from '../../core/run/view.ts';
import { withoutSecrets } from '../../core/without-secrets.ts';
import { type LiveRunView, readRun, runsHome, sendCommand } from '../../executor/journal/runs.ts';
import { signedAnswer } from '../approve/sign-answer.ts';
import type { CommandContext } from '../context.ts';
import { sayGate } from '../terminal/draw-run.ts';
import { defaultName } from './ask-gate.ts';
import { chooseStep } from './choose-step.ts';
import { nameRun } from './name-run.ts';
import { tellAnswer } from './tell-answer.ts';

export interface Answer {
  readonly kind: 'approve' | 'decline' | 'done';
  readonly reference: string;
  readonly gate: string | undefined;
  readonly who: string | undefined;
  readonly comment: string | undefined;
  /** The SSH key to sign with; undefined: unsigned. */
  readonly key: string | undefined;
}

/** Answers an open gate of a run, from any terminal. Several open ones are listed, and nothing is answered. */
export async function answerGate(
  context: CommandContext,
  { kind, reference, gate: named, who, comment, key }: Answer,
): Promise<void> {
  const { terminal, env, end } = context;
  const { run, word: gate } = await nameRun(runsHome(env), reference, named);
  const view = await readRun(run);
  const choice = chooseStep(view.open, gate);
  switch (choice.kind) {
    case 'none':
      throw nothingToAnswer(view, gate);
    case 'several':
      terminal.err.write(
        choice.steps.length === 1
          ? 'What cannot be taken back is named by its id, for numbers move on when others answer:\n'
          : `${choice.steps.length} gates wait for an answer; name one by its number or its words:\n`,
      );
      terminal.out.write(choice.steps.map((step) => `  ${view.open.indexOf(step) + 1}. ${sayGate(step)}\n`).join(''));
      terminal.err.write(
        // By its id, not its number: numbers move up as soon as somebody else answers.
        `For example:\n  failback ${kind} ${run.id} ${exampleFor(choice.steps, who)?.plan.id}${who === undefined ? '' : ` --as '${who}'`}\n`,
      );
      return end(1);
    case 'one': {
      const name = who ?? (await nameFor(context, choice.step, kind));
      const command = {
        kind,
        step: choice.step.plan.id,
        who: name,
        ...(comment === undefined ? {} : { comment: withoutSecrets(comment) }),
      };
      const at = { cwd: context.cwd, now: context.now() };
      const given = key === undefined ? command : await signedAnswer(view, choice.step, command, { file: key, ...at });
      return tellAnswer(context, await sendCommand(run, given));
    }
  }
}

/** A gate that whoever asks may answer, if there is one. */
function exampleFor(steps: readonly StepView[], who: string | undefined): StepView | undefined {
  const theirs = steps.find(
    ({ plan }) =>
      who !== undefined && isGate(plan) && (plan.by.people.length === 0 || personOf(plan, who) !== undefined),
  );
  return theirs ?? steps[0];
}

function nothingToAnswer({ open, state }: LiveRunView, gate: string | undefined): FailbackError {
  if (gate !== undefined && open.length > 0) {
    const list = open.map((step, index) => `- ${index + 1}. ${sayGate(step)}`).join('\n');
    return new FailbackError(
      'gate-not-found',
      `No open gate fits '${gate}'. These wait:\n${list}`,
      'Name one by its number or its words.',
    );
  }
  return new FailbackError(
    'gate-none-open',
    `Nothing of the run '${state.runId}' waits for an answer; it is ${state.status.replaceAll('-', ' ')}.`,
    `See how it stands:\n  failback status ${state.runId}`,
  );
}

/** The account's own name where it may answer; else the person is asked, and never taken for somebody else. */
async function nameFor({ terminal }: CommandContext, step: StepView, kind: string): Promise<string> {
  const own = isGate(step.plan) ? defaultName(step.plan) : undefined;
  if (own !== undefined) return own;
  const names = isGate(step.plan) ? missingAnswers(step.plan, step.state.answers).map(({ name }) => name) : [];
  const among = names.length === 0 ? '' : ` It waits for ${names.join(', ')}.`;
  if (!terminal.canAsk) {
    throw new FailbackError(
      'usage',
      `Say who you are: '${step.plan.title}' does not wait for this account.${among}`,
      `failback ${kind} … --as ${names[0] ?? 'NAME'}`,
    );
  }
  const lines = createInterface({ input: process.stdin, output: terminal.out });
  const typed = (await lines.question(`${sayGate(step)}\nYour name (claimed, not proven): `)).trim();
  lines.close();
  if (typed !== '') return typed;
  throw new FailbackError('usage', 'An answer needs a name.', `failback ${kind} … --as NAME`);
}
