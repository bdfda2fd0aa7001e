import { renderJsonReport } from '../../core/report/render-json.ts';
import type { RunHandle } from '../../executor/journal/runs.ts';
import type { CommandContext } from '../context.ts';
import { abandoned } from '../terminal/draw-run.ts';
import { readCounts } from './counted-requests.ts';
import { exitCodeOf, sumUpRun } from './sum-up-run.ts';
import { watchRun } from './watch-run.ts';

/** Watches a run to its end and says how it ended, as text or as the JSON report. */
export async function followToEnd(context: CommandContext, run: RunHandle, format: 'pretty' | 'json'): Promise<void> {
  const { terminal } = context;
  const { view, left } = await watchRun(context, run, format === 'json' ? terminal.err : terminal.out);
  if (left) {
    terminal.err.write(`\nThe run goes on without this terminal. Come back with:\n  failback status ${run.id}\n`);
    // Ends as a program does that was interrupted, so that a script around it stops as well.
    process.kill(process.pid, 'SIGINT');
    return;
  }
  if (format === 'json') terminal.out.write(renderJsonReport(view, await readCounts(run)));
  else terminal.out.write(`\n${sumUpRun(view, terminal.paint)}`);
  if (view.state.endedAt === undefined) {
    terminal.err.write(`${abandoned(run.id)}\n  failback resume ${run.id}\n`);
    context.end(1);
    return;
  }
  terminal.err.write(`Report:\n  failback report ${run.id} --format html --out report.html\n`);
  context.end(exitCodeOf(view));
}
