import { Command } from 'commander';
import { FailbackError } from '../../core/failback-error.ts';
import type { RunState } from '../../core/run/state.ts';
import { findRun, readRun, runsHome, sendCommand } from '../../executor/journal/runs.ts';
import { userName } from '../../executor/journal/this-user.ts';
import type { CommandContext } from '../context.ts';
import { asOption } from '../options.ts';
import { tellAnswer } from '../runs/tell-answer.ts';

/** `failback pause`: nothing new is started. */
export function pauseCommand(context: CommandContext): Command {
  return steerCommand(context, 'pause')
    .summary('let a run start nothing new')
    .description('Pauses a run: it starts nothing new, and jobs under way go on. `failback resume` takes it up again.');
}

/** `failback cancel`: the run ends; Azure's jobs do not. */
export function cancelCommand(context: CommandContext): Command {
  return steerCommand(context, 'cancel')
    .summary('end a run')
    .description('Cancels a run: it issues nothing more and lets accepted jobs finish. No job in Azure is cancelled.');
}

function steerCommand(context: CommandContext, kind: 'pause' | 'cancel'): Command {
  return new Command(kind)
    .argument('[run]', 'an id, the beginning of one, or latest', 'latest')
    .addOption(asOption())
    .action(async (reference: string, { as: who = userName() }: { as?: string }) => {
      const run = await findRun(runsHome(context.env), reference);
      const { state } = await readRun(run);
      if (state.endedAt !== undefined) throw ended(kind, state);
      tellAnswer(context, await sendCommand(run, { kind, who }));
    });
}

/** A command in the inbox of an ended run would lie there until somebody resumes it, and then stop what was just resumed. */
function ended(kind: 'pause' | 'cancel', { runId, status }: RunState): FailbackError {
  return new FailbackError(
    'run-ended',
    `The run '${runId}' has ended already (${status}), so there is nothing to ${kind}.`,
    `See how it ended:\n  failback report ${runId}`,
  );
}
