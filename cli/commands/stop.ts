import { Command } from 'commander';
import { FailbackError } from '../../core/failback-error.ts';
import type { RunCommand } from '../../core/run/commands.ts';
import type { RunView } from '../../core/run/view.ts';
import { findRun, readRun, runsHome, sendCommand } from '../../executor/journal/runs.ts';
import { userName } from '../../executor/journal/this-user.ts';
import type { CommandContext } from '../context.ts';
import { asOption } from '../options.ts';
import { tellAnswer } from '../runs/tell-answer.ts';

/** `failback stop`: one machine, or one wave, stands still; the rest of the run goes on. */
export function stopCommand(context: CommandContext): Command {
  return new Command('stop')
    .summary('stop one machine or one wave of a run')
    .description(
      'Calls nothing more for a machine, or for a wave and its machines. Jobs under way end by themselves; none is cancelled. What waits for them waits, everything else goes on. `failback retry` lets a machine go on; `failback cancel` stops the whole run.',
    )
    .argument('<run>', 'an id, the beginning of one, or latest')
    .argument('<name>', 'a machine or a wave of the run')
    .requiredOption('--because <reason>', 'why; the journal and the report keep it')
    .addOption(asOption())
    .action(async (reference: string, name: string, options: { readonly because: string; readonly as?: string }) => {
      const run = await findRun(runsHome(context.env), reference);
      const { what, name: exact } = subjectIn(await readRun(run), name);
      const who = options.as ?? userName();
      tellAnswer(context, await sendCommand(run, { kind: 'stop', what, name: exact, who, because: options.because }));
    });
}

/** A machine and a wave may have the same name; then it has to be said which. @throws FailbackError `usage` */
function subjectIn({ plan }: RunView, name: string): Pick<RunCommand & { kind: 'stop' }, 'what' | 'name'> {
  const [, kind, rest = name] = /^(machine|wave):(.+)$/.exec(name) ?? [];
  const like = (one: { readonly name: string }) => one.name.toLowerCase() === rest.toLowerCase();
  const machine = kind === 'wave' ? undefined : plan.machines.find(like);
  const wave = kind === 'machine' ? undefined : plan.waves.find(like);
  if (machine !== undefined && wave !== undefined)
    throw new FailbackError(
      'usage',
      `The run has a machine and a wave called '${rest}'.`,
      `Write machine:${rest} or wave:${rest}.`,
    );
  if (machine !== undefined) return { what: 'machine', name: machine.name };
  if (wave !== undefined) return { what: 'wave', name: wave.name };
  throw new FailbackError(
    'usage',
    `The run has no machine and no wave '${rest}'.`,
    `Its waves are ${plan.waves.map(({ name: one }) => `'${one}'`).join(', ')}; \`failback status\` shows the machines.`,
  );
}
