import { Command, Option } from 'commander';
import type { CommandContext } from '../context.ts';
import { asOption } from '../options.ts';
import { type Answer, answerGate } from '../runs/answer-gate.ts';

interface AnswerOptions {
  readonly as?: string;
  readonly comment?: string;
}

/** `failback approve`: opens a gate. */
export function approveCommand(context: CommandContext): Command {
  return answerCommand(context, 'approve')
    .summary('open a gate of a run')
    .description(
      'Approves an open gate. With several open gates and none named, it lists them. The name is claimed, not proven.',
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
    .action((reference: string, gate: string | undefined, { as: who, comment }: AnswerOptions) =>
      answerGate(context, { kind, reference, gate, who, comment }),
    );
}
