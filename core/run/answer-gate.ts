import type { GateStep, Plan } from '../plan/plan.ts';
import { type CommandOutcome, refused, said, taken } from './command-outcome.ts';
import type { RunEventBody } from './events.ts';
import { isAnswered, isStarter, missingAnswers, mustBeSigned, personOf } from './gates.ts';
import type { LedgerState } from './ledger.ts';
import type { AnswerCommand, Proof } from './signed-answer.ts';
import type { GateAnswer, StepState } from './state.ts';

/** Judges somebody's answer to a gate: may they, in time, with the proof that it wants; and whether it opens by it. */
export function answerGate(
  plan: Plan,
  state: LedgerState,
  gate: GateStep,
  at: StepState,
  command: AnswerCommand,
  now: Date,
  proof: Proof,
): CommandOutcome {
  if (at.status !== 'waiting') return refused(`'${gate.title}' does not wait for an answer: it is ${said(at)}.`);
  const expiry = state.gateExpiry.get(gate.id);
  if (expiry !== undefined && now.getTime() >= Date.parse(expiry))
    return refused(
      `The request '${gate.title}' lapsed at ${expiry}, so this answer came too late. It is asked anew; answer that.`,
    );
  if (gate.by.people.length > 0 && personOf(gate, command.who) === undefined)
    return refused(`'${command.who}' is not among those who may answer '${gate.title}': ${names(gate.by.people)}.`);
  const doubt = command.kind === 'decline' ? undefined : mayNotAnswer(state, gate, at, command, proof);
  if (doubt !== undefined) return refused(doubt);
  const key = proof.kind === 'proven' ? proof.key : undefined;
  const answer: GateAnswer = {
    answer: command.kind === 'decline' ? 'declined' : gate.kind === 'approve' ? 'approved' : 'done',
    who: command.who,
    proof: key === undefined ? 'claimed' : 'proven',
    key,
    comment: command.comment,
    at: now.toISOString(),
    planHash: plan.hash,
  };
  const event: RunEventBody = {
    kind: 'gate-answered',
    step: gate.id,
    answer: answer.answer,
    who: answer.who,
    proof: answer.proof,
    ...(key === undefined ? {} : { key }),
    planHash: plan.hash,
    ...(command.comment === undefined ? {} : { comment: command.comment }),
  };
  if (answer.answer === 'declined') return taken(`'${gate.title}' is declined by ${command.who}.`, [event]);
  const answers = [...at.answers, answer];
  if (isAnswered(gate, answers))
    return taken(`'${gate.title}' is answered by ${command.who}.`, [event, { kind: 'step-done', step: gate.id }]);
  return taken(`'${gate.title}' still waits for ${names(missingAnswers(gate, answers))}.`, [event]);
}

/** Saying no needs no proof; saying yes does where the gate or the answer itself claims to have one. */
function mayNotAnswer(
  state: LedgerState,
  gate: GateStep,
  at: StepState,
  command: AnswerCommand,
  proof: Proof,
): string | undefined {
  const { who } = command;
  if (gate.kind === 'approve' && gate.secondPerson === true && isStarter(gate, who, state))
    return `'${who}' started this run, and '${gate.title}' wants the word of a second person.`;
  if (at.answers.some((given) => given.answer !== 'declined' && sameGiver(gate, given, who)))
    return `'${who}' has answered '${gate.title}' already; it waits for ${names(missingAnswers(gate, at.answers))}.`;
  switch (proof.kind) {
    case 'doubtful':
      return `The signature under the answer of '${who}' does not count: ${proof.why}.`;
    case 'none':
      return mustBeSigned(gate, state.target)
        ? `'${gate.title}' takes signed answers only. Sign it with your SSH key:\n  failback approve ${state.runId} ${gate.id} --as ${who} --sign`
        : undefined;
    case 'proven': {
      const signer = personOf(gate, proof.identity);
      if (signer === undefined ? proof.identity.toLowerCase() !== who.toLowerCase() : signer !== personOf(gate, who))
        return `The answer of '${who}' is signed as '${proof.identity}', and that is somebody else.`;
      return at.answers.some(({ key }) => key === proof.key)
        ? `The key ${proof.key} has signed an answer to '${gate.title}' already, and one key is one person.`
        : undefined;
    }
  }
}

function sameGiver(gate: GateStep, given: GateAnswer, who: string): boolean {
  const person = personOf(gate, given.who);
  return person === undefined ? given.who === who : person === personOf(gate, who);
}

function names(people: readonly { readonly name: string; readonly fullName?: string | undefined }[]): string {
  return people
    .map(({ name, fullName }) => (fullName === undefined ? `'${name}'` : `'${name}' (${fullName})`))
    .join(', ');
}
