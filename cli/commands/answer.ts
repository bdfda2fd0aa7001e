import { Command, Option } from 'commander';
import { DEFAULT_KEY } from '../approve/sign-answer.ts';
import type { CommandContext } from '../context.ts';
import { asOption } from '../options.ts';
import { type Answer, answerGate } from '../runs/answer-gate.ts';

interface AnswerOptions {
  readonly as?: string;
  readonly comment?: string;
  readonly sign?: boolean;
  readonly key?: string;
}

/** `failback approve`: opens a gate. */
export function approveCommand(context: CommandContext): Command {
  return answerCommand(context, 'approve')
    .summary('open a gate of a run')
    .description(
      'Approves an open gate. With several open gates and none named, it lists them. A typed name is claimed, a signature proven.',
    );
}

/** `failback decline`: an outcome, not an error. */
export function declineCommand(context: CommandContext): Command {
  return answerCommand(context, 'decline')
    .summary('decline a gate of a run')
    .description(
      'Declines an open gate: what it guards is not done. Declining is an outcome of the run, not an error.',
    );
}

/** `failback done`: a question, a backup, a manual step. */
export function doneCommand(context: CommandContext): Command {
  return answerCommand(context, 'done')
    .summary('confirm that something a run asks for is done')
    .description(
      'Confirms a backup, a question or a manual step, or says that a step whose answer was lost did happen.',
    );
}

function answerCommand(context: CommandContext, kind: Answer['kind']): Command {
  return new Command(kind)
    .argument('[run]', 'an id, the beginning of one, or latest', 'latest')
    .argument('[gate]', 'its number in the list, its id, or a piece of either name')
    .addOption(asOption())
    .addOption(new Option('--comment <text>', 'shown in the report'))
    .option('--sign', 'sign the answer with your SSH key: then it is proven, not only claimed')
    .addOption(
      new Option(
        '--key <file>',
        `with --sign: your private SSH key, or the public one of a key that your agent holds (default: "${DEFAULT_KEY}")`,
      ),
    )
    .action((reference: string, gate: string | undefined, { as: who, comment, sign, key }: AnswerOptions) =>
      answerGate(context, {
        kind,
        reference,
        gate,
        who,
        comment,
        key: sign === true || key !== undefined ? (key ?? DEFAULT_KEY) : undefined,
      }),
    );
}
