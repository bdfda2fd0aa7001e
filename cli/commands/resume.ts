import { Command, Option } from 'commander';
import { FailbackError } from '../../core/failback-error.ts';
import { type Silent, saySilent } from '../../core/report/say-silent.ts';
import type { RunStatus } from '../../core/run/state.ts';
import { showControlsInLines } from '../../core/show-controls.ts';
import { refuseLostLines } from '../../executor/journal/lost-lines.ts';
import { machinesAbout, wantsOnlyProcess } from '../../executor/journal/lost-process.ts';
import { findRun, type RunHandle, readRun, runsHome, sendCommand } from '../../executor/journal/runs.ts';
import { userName } from '../../executor/journal/this-user.ts';
import { startAlone } from '../../executor/run/one-run-a-machine.ts';
import type { CommandContext } from '../context.ts';
import { asOption } from '../options.ts';
import { followToEnd } from '../runs/follow-to-end.ts';
import { spawnExecutor } from '../runs/spawn-executor.ts';
import { exitCodeOf, sumUpRun } from '../runs/sum-up-run.ts';

interface ResumeOptions {
  readonly as?: string;
  readonly detach?: boolean;
  readonly takeOver?: boolean;
  readonly linesLost?: boolean;
  readonly format: 'pretty' | 'json';
}

/** States that only a person's word ends; in any other it is enough that somebody executes the run again. */
const wantsWord: readonly RunStatus[] = ['paused', 'failed', 'needs-sign-in'];
const isEnded: readonly RunStatus[] = ['done', 'cancelled'];

/** `failback resume`: lets a run go on that was paused, failed, or lost its process. */
export function resumeCommand(context: CommandContext): Command {
  return new Command('resume')
    .summary('let a run go on')
    .description(
      'Takes a run up again: one that was paused or failed, wants a sign-in, or whose process is gone. It finds its own jobs first.',
    )
    .argument('[run]', 'an id, the beginning of one, or latest', 'latest')
    .addOption(asOption())
    .option('--detach', 'return at once')
    .option('--take-over', 'take it from a process that hangs, or is on another machine and cannot be seen from here')
    .option('--lines-lost', 'go on although lines at the end of its journal are gone; look in the vault first')
    .addOption(
      new Option('--format <format>', 'json: the report on stdout, progress on stderr')
        .choices(['pretty', 'json'])
        .default('pretty'),
    )
    .action((reference: string, options: ResumeOptions) => resume(context, reference, options));
}

async function resume(context: CommandContext, reference: string, options: ResumeOptions): Promise<void> {
  const { terminal, env, end } = context;
  const run = await findRun(runsHome(env), reference);
  if (options.takeOver !== true && (await wantsOnlyProcess(run))) return giveProcess(context, run, options);
  const { alive, silent, state, ...rest } = await readRun(run);
  if (isEnded.includes(state.status)) {
    terminal.out.write(sumUpRun({ state, ...rest }, terminal.paint));
    return end(exitCodeOf({ state, ...rest }));
  }
  if (silent !== undefined && options.takeOver !== true) throw hangs(run.id, silent);
  if (options.linesLost !== true && (!alive || options.takeOver === true)) await refuseLostLines(run);
  if (wantsWord.includes(state.status)) {
    const who = options.as ?? userName();
    const { outcome, message } = await sendCommand(run, { kind: 'resume', who });
    if (outcome !== 'waiting') terminal.err.write(`${showControlsInLines(message)}\n`);
    if (outcome === 'refused') return end(1);
  }
  if (!alive || options.takeOver === true) {
    const takeOver = options.takeOver === true;
    const start = () => spawnExecutor(context, run, { machines: rest.plan.machines.length, takeOver });
    // While it was over, another run may have taken its machines.
    if (state.endedAt === undefined) await start();
    else await startAlone(runsHome(env), { plan: rest.plan, target: state.target, own: run.id }, start);
  }
  if (options.detach !== true) return followToEnd(context, run, options.format);
  if (state.endedAt !== undefined && !(await goesOn(run))) throw nothingToDo(run.id, state.status);
  terminal.err.write(goesOnByItself(run));
}

/** A run that only lost its process is read by the new one alone: this terminal looks at it once that one has it. */
async function giveProcess(context: CommandContext, run: RunHandle, options: ResumeOptions): Promise<void> {
  if (options.linesLost !== true) await refuseLostLines(run);
  const machines = await machinesAbout(run).catch(() => 0);
  await spawnExecutor(context, run, { machines }).catch(async (error) => {
    // Where the run cannot be read, that is what is wrong, and reading it says so.
    await readRun(run);
    throw error;
  });
  if (options.detach !== true) return followToEnd(context, run, options.format);
  context.terminal.err.write(goesOnByItself(run));
}

const goesOnByItself = ({ id }: RunHandle) => `It goes on by itself. Look at it with:\n  failback status ${id}\n`;

/** Whether an ended run has begun to go on; a process that took it up and found nothing to do ends by itself. */
async function goesOn(run: RunHandle): Promise<boolean> {
  for (;;) {
    const { alive, state } = await readRun(run);
    if (state.endedAt === undefined) return true;
    if (!alive) return false;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function nothingToDo(runId: string, status: RunStatus): FailbackError {
  return new FailbackError(
    'run-ended',
    `The run '${runId}' is over (${status}), and nobody asked for anything of it to be taken up again, so it stays as it is.`,
    `See what failed and why, then take that up again:\n  failback report ${runId}\n  failback retry ${runId} STEP --because "…"`,
  );
}

function hangs(runId: string, silent: Silent): FailbackError {
  return new FailbackError(
    'run-taken',
    `${saySilent(runId, silent)} Two at once might send a call twice, so the run is not taken from it unasked.`,
    `Look at that process. If it hangs, take the run over; it sends and writes nothing more then, even if it wakes up:\n  failback resume ${runId} --take-over`,
  );
}
