import { Command, Option } from 'commander';
import { sayCount, sayMoment } from '../../core/report/say.ts';
import { sayTarget } from '../../core/report/verdict.ts';
import { showControlsInLines } from '../../core/show-controls.ts';
import { listRuns, type RunSummary, runsHome } from '../../executor/journal/runs.ts';
import type { CommandContext } from '../context.ts';
import { percent } from '../terminal/draw-run.ts';
import { textWidth, toWidth } from '../terminal/text-width.ts';

/** `failback runs`: the runs of this user. */
export function runsCommand(context: CommandContext): Command {
  return new Command('runs')
    .summary('list the runs there are')
    .description('Lists the runs of this user, newest first.')
    .addOption(new Option('--format <format>', 'how to show them').choices(['pretty', 'json']).default('pretty'))
    .action(({ format }: { format: 'pretty' | 'json' }) => runs(context, format));
}

async function runs({ terminal, env }: CommandContext, format: 'pretty' | 'json'): Promise<void> {
  const found = await listRuns(runsHome(env));
  if (format === 'json') {
    const shown = found.map(({ handle, ...summary }) => ({ ...summary, directory: handle.directory }));
    terminal.out.write(`${JSON.stringify({ schema: 'failback/runs', version: 1, runs: shown }, undefined, 2)}\n`);
  } else if (found.length === 0) {
    terminal.err.write('There are no runs yet. Rehearse one with:\n  failback run FILE --simulate\n');
  } else {
    terminal.out.write(table([['RUN', 'RUNBOOK', 'STATE', '', 'HOME', 'ON', 'CREATED'], ...found.map(row)]));
  }
}

function row(run: RunSummary): readonly string[] {
  const gates = run.open === 0 ? '' : `, ${sayCount(run.open, 'answer')} wanted`;
  const silent = run.silentSince === undefined ? '' : `, not heard of since ${sayMoment(run.silentSince)}`;
  const abandoned = run.alive || isOver(run) ? silent : ', nobody executes it';
  return [
    run.id,
    run.runbook,
    run.trouble === undefined
      ? `${run.status.replaceAll('-', ' ')}${gates}${abandoned}`
      : `cannot be read: ${run.trouble}`,
    percent(run.fraction, run.status === 'done'),
    `${run.home} of ${run.machines}`,
    sayTarget(run.target),
    run.createdAt.slice(0, 16).replace('T', ' '),
  ].map(showControlsInLines);
}

function isOver({ status }: RunSummary): boolean {
  return status === 'done' || status === 'failed' || status === 'declined' || status === 'cancelled';
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => textWidth(cells[column] ?? ''))));
  return rows
    .map(
      (cells) =>
        `${cells
          .map((cell, column) => toWidth(cell, widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
