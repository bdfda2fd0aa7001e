import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { identityOf } from '../../core/review/plan-review.ts';
import { isGate, personOf } from '../../core/run/gates.ts';
import { ANSWER_NAMESPACE, type AnswerCommand, answerText } from '../../core/run/signed-answer.ts';
import type { StepView } from '../../core/run/view.ts';
import type { LiveRunView } from '../../executor/journal/runs.ts';
import { sign } from '../../executor/operator/ssh-signature.ts';

/** Where OpenSSH puts a key by default. */
export const DEFAULT_KEY = '~/.ssh/id_ed25519';

/** The answer with a signature under it, made with a key that never leaves ssh-keygen. */
export async function signedAnswer(
  { plan, state }: LiveRunView,
  step: StepView,
  command: AnswerCommand,
  key: { readonly file: string; readonly cwd: string; readonly now: Date },
): Promise<AnswerCommand> {
  const person = isGate(step.plan) ? personOf(step.plan, command.who) : undefined;
  const about = {
    identity: person === undefined ? command.who : identityOf(person),
    askedAt: step.state.askedAt ?? '',
    at: key.now.toISOString(),
  };
  const text = answerText({ runId: state.runId, planHash: plan.hash }, command, about);
  return {
    ...command,
    signed: { ...about, signature: await sign(text, keyFile(key.file, key.cwd), ANSWER_NAMESPACE) },
  };
}

/** The path of a key as a person writes it. */
export function keyFile(written: string, cwd: string): string {
  return resolve(cwd, written.replace(/^~(?=[\\/])/, homedir()));
}
