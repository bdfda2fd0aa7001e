import { Command } from 'commander';
import { FailbackError } from '../../core/failback-error.ts';
import { everyStep } from '../../core/report/every-step.ts';
import type { StepView } from '../../core/run/view.ts';
import { showControlsInLines } from '../../core/show-controls.ts';
import { type LiveRunView, readRun, runsHome, sendCommand } from '../../executor/journal/runs.ts';
import { userName } from '../../executor/journal/this-user.ts';
import type { CommandContext } from '../context.ts';
import { asOption } from '../options.ts';
import { chooseStep } from '../runs/choose-step.ts';
import { nameRun } from '../runs/name-run.ts';
import { tellAnswer } from '../runs/tell-answer.ts';

type Kind = 'retry' | 'skip' | 'undo';

interface MendOptions {
  readonly as?: string;
  readonly because: string;
}

/** `failback retry`: takes a failed step up again. */
export function retryCommand(context: CommandContext): Command {
  return mendCommand(context, 'retry')
    .summary('take a failed step up again')
    .description('Takes a step up again that failed, was declined or is unclear. Only one such step needs no name.');
}

/** `failback skip`: leaves a step out, with a reason. */
export function skipCommand(context: CommandContext): Command {
  return mendCommand(context, 'skip')
    .summary('leave a step out, with a reason')
    .description('Leaves a step out; with a step of a machine’s way, the machine is left out from there on.');
}

/** `failback undo`: takes a failover back that is not committed. */
export function undoCommand(context: CommandContext): Command {
  return mendCommand(context, 'undo')
    .summary('take back a failover that is not committed')
    .description(
      'Cancels a failover before its commit: the Azure machine starts again, and what was written on-premises is lost.',
    );
}

/** Steps that each command can be about; which of them it may be just now is the run's own answer. */
const candidates: Record<Kind, (step: StepView) => boolean> = {
  retry: ({ state }) => state.status === 'failed' || state.status === 'declined' || state.status === 'asking',
  skip: ({ plan, state }) => state.status !== 'skipped' && (state.status !== 'done' || plan.kind === 'window'),
  undo: ({ plan, state }) => plan.kind === 'failover' && state.status === 'done',
};

function mendCommand(context: CommandContext, kind: Kind): Command {
  return new Command(kind)
    .argument('[run]', 'an id, the beginning of one, or latest', 'latest')
    .argument('[step]', 'its id, its machine, or a piece of its title')
    .requiredOption('--because <reason>', 'needed; kept in the journal of the run')
    .addOption(asOption())
    .action((reference: string, step: string | undefined, options: MendOptions) =>
      mend(context, kind, reference, step, options),
    );
}

async function mend(
  context: CommandContext,
  kind: Kind,
  reference: string,
  named: string | undefined,
  options: MendOptions,
): Promise<void> {
  const { run, word } = await nameRun(runsHome(context.env), reference, named);
  const view = await readRun(run);
  const step = stepFor(kind, view, word);
  const who = options.as ?? userName();
  tellAnswer(context, await sendCommand(run, { kind, step: step.plan.id, who, because: options.because }));
}

function stepFor(kind: Kind, view: LiveRunView, word: string | undefined): StepView {
  const choice = chooseStep(everyStep(view).filter(candidates[kind]), word);
  switch (choice.kind) {
    case 'one':
      return choice.step;
    case 'none':
      throw new FailbackError(
        'step-not-found',
        word === undefined
          ? `The run '${view.state.runId}' has no step to ${kind}.`
          : `No step to ${kind} of the run '${view.state.runId}' fits '${word}'.`,
        `See how the run stands:\n  failback status ${view.state.runId}`,
      );
    case 'several': {
      const shown = choice.steps.slice(0, 12).map(({ plan }) => `- ${plan.id}: ${showControlsInLines(plan.title)}`);
      const more = choice.steps.length > 12 ? [`- and ${choice.steps.length - 12} more`] : [];
      throw new FailbackError(
        'step-ambiguous',
        `${choice.steps.length} steps could be meant:\n${[...shown, ...more].join('\n')}`,
        'Name one by its id.',
      );
    }
  }
}
