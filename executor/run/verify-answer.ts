import { access } from 'node:fs/promises';
import type { RunCommand } from '../../core/run/commands.ts';
import { indexOf } from '../../core/run/plan-index.ts';
import { ANSWER_NAMESPACE, answerText, type Proof, UNSIGNED } from '../../core/run/signed-answer.ts';
import { signersFile } from '../journal/run-directory.ts';
import { keyThatSigned } from '../operator/ssh-signature.ts';
import type { RunContext } from './run-context.ts';

/**
 * What the signature under an answer proves, by the keys that were copied into the run's folder when it began. An answer
 * to another run, another plan, another gate or an earlier asking of the same gate proves nothing.
 */
export async function verifyAnswer(context: RunContext, command: RunCommand): Promise<Proof> {
  if (!('signed' in command) || command.signed === undefined) return UNSIGNED;
  const { plan, journal, run } = context;
  const { signed } = command;
  const asked = journal.state.steps.get(command.step)?.askedAt;
  if (indexOf(plan).steps.get(command.step) === undefined || asked !== signed.askedAt)
    return doubtful('it answers what was asked at another time; look at the gate again and sign anew');
  const signers = signersFile(run);
  const known = await access(signers).then(
    () => true,
    () => false,
  );
  if (!known) return doubtful('the run has no keys to verify it with, since its runbook names no `signers:`');
  const text = answerText({ runId: journal.state.runId, planHash: plan.hash }, command, signed);
  const key = await keyThatSigned(text, signed.signature, signed.identity, signers, ANSWER_NAMESPACE);
  if (key !== undefined) return { kind: 'proven', identity: signed.identity, key };
  return doubtful(
    `it was changed afterwards, or made with a key that the signers' file has not of '${signed.identity}'`,
  );
}

function doubtful(why: string): Proof {
  return { kind: 'doubtful', why };
}
