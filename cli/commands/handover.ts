import { Command } from 'commander';
import { handoverSheet, renderHandover } from '../../core/report/handover.ts';
import { showControlsInLines } from '../../core/show-controls.ts';
import { findRun, readRun, runsHome, sendCommand } from '../../executor/journal/runs.ts';
import { userName } from '../../executor/journal/this-user.ts';
import type { CommandContext } from '../context.ts';
import { asOption } from '../options.ts';

interface HandoverOptions {
  readonly to?: string;
  readonly note?: string;
  readonly as?: string;
}

/** `failback handover`: what the next person has to know. */
export function handoverCommand(context: CommandContext): Command {
  return new Command('handover')
    .summary('hand a run over to the next person')
    .description(
      'Writes a sheet for whoever looks after the run next: how each wave and machine stands, who is waited for since when, alarms and machines that are failed over and not committed with their age, what comes next and when, and the commands for it. With --to the journal says who handed the run to whom.',
    )
    .argument('[run]', 'an id, the beginning of one, or latest', 'latest')
    .option('--to <name>', 'who looks after the run from now on')
    .option('--note <text>', 'what else they should know')
    .addOption(asOption())
    .action((reference: string, options: HandoverOptions) => handover(context, reference, options));
}

async function handover(
  { terminal, env, end }: CommandContext,
  reference: string,
  { to, note, as }: HandoverOptions,
): Promise<void> {
  const run = await findRun(runsHome(env), reference);
  if (to !== undefined) {
    const who = as ?? userName();
    const { outcome, message } = await sendCommand(run, {
      kind: 'handover',
      who,
      to,
      ...(note === undefined ? {} : { note }),
    });
    terminal.err.write(`${showControlsInLines(message)}\n`);
    if (outcome === 'refused') return end(1);
  }
  const view = await readRun(run);
  terminal.out.write(renderHandover(handoverSheet(view, view.alive)));
}
