import { basename } from 'node:path';
import { Command } from 'commander';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { SILENT_HOST } from '../../executor/host.ts';
import { readFirstPlan } from '../../executor/journal/open-run.ts';
import { beat } from '../../executor/journal/pulse.ts';
import { type RunHandle, readFiles, readHead } from '../../executor/journal/runs.ts';
import { executeRun } from '../../executor/run/execute-run.ts';
import type { CommandContext } from '../context.ts';
import { readExecution } from '../runs/execution.ts';
import { planAnew } from '../runs/plan-anew.ts';
import { refuseInsecure } from '../runs/refuse-insecure.ts';
import { worldOfRun } from '../runs/run-world.ts';

/** `failback execute` (hidden): the run's own process, which outlives every terminal. */
export function executeCommand(context: CommandContext): Command {
  return new Command('execute')
    .description('Executes a run; `failback run` and `failback resume` start it.')
    .argument('<directory>', 'folder of the run')
    .option('--take-over', 'take the run from a process on another machine')
    .action((directory: string, { takeOver = false }: { takeOver?: boolean }) =>
      execute(context, { id: basename(directory), directory }, takeOver),
    );
}

async function execute(context: CommandContext, run: RunHandle, takeOver: boolean): Promise<void> {
  const [head, execution] = await Promise.all([readHead(run), readExecution(run)]);
  const plan = await readFirstPlan(run, head.planHash);
  if (head.target.kind === 'azure') refuseInsecure(context.env);
  const { clock, simulator, connect } = await worldOfRun(context, run, head, plan, execution);
  const stop = new AbortController();
  // A shutdown of the machine stops the loop at a safe moment; the run can be taken up again.
  process.once('SIGTERM', () => stop.abort());
  const entry = head.decisionsFrom;
  let endPulse: (() => Promise<void>) | undefined;
  const { endedAt } = await executeRun(run, {
    plan,
    connect: () => {
      // From here on the run is ours: one that was refused must not be taken for the one that has it.
      endPulse ??= beat(run);
      return connect(stop.signal);
    },
    host: SILENT_HOST,
    clock,
    approvals: execution.approvals,
    takeOver,
    signal: stop.signal,
    ...(entry === undefined
      ? {}
      : {
          decisionsFrom: async (inventory: Inventory, now: Date, number: number) =>
            planAnew(run, { entry, texts: await readFiles(run, number), like: plan }, inventory, now),
        }),
  }).finally(() => endPulse?.());
  if (head.target.kind === 'simulated' && simulator !== undefined && endedAt !== undefined) await shutDown(simulator);
}

async function shutDown(simulator: string): Promise<void> {
  // It ends by itself when nobody asks it anything; this only makes it sooner.
  await fetch(new URL('/_simulator/shutdown', simulator), { method: 'POST' }).catch(() => {});
}
