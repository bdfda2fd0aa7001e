import { Command, Option } from 'commander';
import { makeReport } from '../../core/report/report.ts';
import { findRun, type LiveRunView, readRun, runsHome } from '../../executor/journal/runs.ts';
import type { CommandContext } from '../context.ts';
import { readCounts } from '../runs/counted-requests.ts';
import { followToEnd } from '../runs/follow-to-end.ts';
import { exitCodeOf, sumUpRun } from '../runs/sum-up-run.ts';
import { drawRun } from '../terminal/draw-run.ts';

interface StatusOptions {
  readonly follow?: boolean;
  readonly format: 'pretty' | 'json';
}

/** `failback status`: how a run stands, once or until it ends. */
export function statusCommand(context: CommandContext): Command {
  return new Command('status')
    .summary('show how a run stands')
    .description('Shows how a run stands. With --follow it goes on showing it until it ends; Ctrl-C leaves it running.')
    .argument('[run]', 'an id, the beginning of one, or latest', 'latest')
    .option('--follow', 'go on until the run ends, and answer its gates in the terminal')
    .addOption(new Option('--format <format>', 'how to show it').choices(['pretty', 'json']).default('pretty'))
    .action((reference: string, options: StatusOptions) => status(context, reference, options));
}

async function status(context: CommandContext, reference: string, { follow, format }: StatusOptions): Promise<void> {
  const { terminal, env } = context;
  const run = await findRun(runsHome(env), reference);
  if (follow === true) return followToEnd(context, run, format);
  const view = await readRun(run);
  terminal.out.write(format === 'json' ? statusJson(view, await readCounts(run)) : pretty(context, view));
  context.end(exitCodeOf(view));
}

function pretty({ terminal }: CommandContext, view: LiveRunView): string {
  // Printed once, so every machine may have its line, and no sentence is cut.
  const rows = view.plan.machines.length + view.waves.length + 40;
  const frame = drawRun(view, { columns: terminal.columns(), rows, paint: terminal.paint, wraps: true });
  const ended = view.state.endedAt === undefined ? '' : `\n${sumUpRun(view, terminal.paint)}`;
  return `${frame.join('\n')}\n${ended}`;
}

/** The report of a run with what changes while it goes on. */
export function statusJson(view: LiveRunView, counts: Awaited<ReturnType<typeof readCounts>>): string {
  const { schema: _, version: __, ...report } = makeReport(view, counts);
  const { alive, silent, fraction, timeLeft } = view;
  const waves = view.waves.map(({ name, fraction: done, current, timeLeft: left }) => ({
    name,
    fraction: done,
    current,
    timeLeft: left ?? null,
  }));
  const progress = { alive, silentSince: silent?.since ?? null, fraction, timeLeft: timeLeft ?? null, waves };
  return `${JSON.stringify({ schema: 'failback/status', version: 1, progress, ...report }, undefined, 2)}\n`;
}
