import type { RunCommand } from './commands.ts';

/** Keeps a signature under an answer from counting as one under a plan. @source man ssh-keygen, -n namespace */
export const ANSWER_NAMESPACE = 'failback-answer';

/** A command that answers a gate. */
export type AnswerCommand = Extract<RunCommand, { readonly kind: 'approve' | 'decline' | 'done' }>;

/** Where an answer belongs. */
export interface AnsweredIn {
  readonly runId: string;
  readonly planHash: string;
}

/**
 * What somebody signs when they answer a gate: for which run and plan, which gate, which time it was asked, what they
 * say. So an answer counts once, and for nothing else.
 */
export function answerText(
  { runId, planHash }: AnsweredIn,
  command: Pick<AnswerCommand, 'kind' | 'step' | 'comment'>,
  signed: { readonly identity: string; readonly askedAt: string; readonly at: string },
): string {
  return [
    'failback gate answer, version 1',
    `run ${runId}`,
    `plan ${planHash}`,
    `gate ${command.step}`,
    `asked ${signed.askedAt}`,
    `answer ${command.kind}`,
    `by ${signed.identity}`,
    `at ${signed.at}`,
    // Last, and of one line, so that nothing in it can pass for one of the lines above.
    `comment ${JSON.stringify(command.comment ?? '')}`,
    '',
  ].join('\n');
}

/** What the verification of a signature came to. */
export type Proof =
  | { readonly kind: 'none' }
  /** `key` is the fingerprint; `identity` is who the allowed signers say it is. */
  | { readonly kind: 'proven'; readonly identity: string; readonly key: string }
  | { readonly kind: 'doubtful'; readonly why: string };

export const UNSIGNED: Proof = { kind: 'none' };
