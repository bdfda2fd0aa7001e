import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { FailbackError } from '../../core/failback-error.ts';
import { lastEpoch } from '../../executor/journal/lease.ts';
import { journalFile } from '../../executor/journal/run-directory.ts';
import type { RunHandle } from '../../executor/journal/runs.ts';
import type { CommandContext } from '../context.ts';

/** Where the process of an epoch writes what it has to say; empty as long as all goes well. One that was taken over says so there. */
const executorLog = (run: RunHandle, epoch: number) => join(run.directory, `executor-${epoch}.log`);

/**
 * Starts the run's own process, which outlives this one, and waits until it has the run.
 * @param machines of its plan, which the caller has read: reading it again would keep the new process waiting
 * @throws FailbackError `executor-ended` when it ends before that, with what it said
 */
export async function spawnExecutor(
  { program, env }: CommandContext,
  run: RunHandle,
  { machines, takeOver = false }: { readonly machines: number; readonly takeOver?: boolean },
): Promise<void> {
  const before = await lastEpoch(run);
  const journal = await journalOf(run);
  const file = executorLog(run, before + 1);
  const log = openSync(file, 'w', 0o600);
  const memory = memoryFor(machines);
  const args = [...memory, program, 'execute', run.directory, ...(takeOver ? ['--take-over'] : [])];
  const child = spawn(process.execPath, args, {
    detached: true,
    stdio: ['ignore', log, log],
    env,
    cwd: run.directory,
    windowsHide: true,
  });
  closeSync(log);
  let ended: string | undefined;
  let endedWell = false;
  child.once('exit', (code, signal) => {
    ended = signal ?? `exit code ${code}`;
    endedWell = code === 0;
  });
  child.once('error', (error) => {
    ended = error.message;
  });
  try {
    while (!(await hasBegun(run, before, journal))) {
      // One that found nothing to do has ended well before anybody saw it begin.
      if (endedWell) return;
      if (ended !== undefined) throw await endedEarly(run, file, ended);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  } finally {
    child.unref();
  }
}

/**
 * Pages of a vault are garbage as soon as they are read; without a bound the heap grows to what the machine has. Measured
 * at their heaviest (a preflight): 55 MB live at 1,000 machines, 320 MB at 10,000; the bound leaves four times as much.
 * Below the heap that it begins with nothing old is collected: a run makes little that lasts, and else each look at the list
 * walked the whole heap. What it collects then it collects seldom: the engine lets a quiet heap of 64 MB grow by 8, and
 * walked it 117 times in a run of 1,000 machines; now it may double.
 */
export function memoryFor(machines: number): readonly string[] {
  const megabytes = Math.max(200, Math.ceil(50 + 0.15 * machines));
  const atFirst = Math.min(300, Math.ceil(0.7 * megabytes));
  return [
    `--max-old-space-size=${megabytes}`,
    `--initial-old-space-size=${atFirst}`,
    '--max-semi-space-size=16',
    '--heap-growing-percent=100',
  ];
}

/**
 * Where a run is taken over, the one who had it may still live: what tells is that the lease went on. The journal is not
 * read for it, which would take from the new process the time that a large one needs to read it.
 */
async function hasBegun(run: RunHandle, before: number, journal: number | undefined): Promise<boolean> {
  // Whoever takes a run up writes its journal anew, and only then can it go on; a full disk shows before that.
  return (await lastEpoch(run)) > before && (await journalOf(run)) !== journal;
}

/** Which file has the name of the journal. */
async function journalOf(run: RunHandle): Promise<number | undefined> {
  return (await stat(journalFile(run)).catch(() => undefined))?.ino;
}

async function endedEarly(run: RunHandle, file: string, how: string): Promise<FailbackError> {
  const isFull = (await statfs(run.directory).catch(() => undefined))?.bavail === 0;
  const said = readFileSync(file, 'utf8').trim() || (isFull ? `The disk under '${run.directory}' is full.` : '');
  return new FailbackError(
    'executor-ended',
    `The run's process ended (${how}) before it took up '${run.id}'.${said === '' ? '' : `\n${said}`}`,
    `Nothing was issued. Once the cause is mended, go on with:\n  failback resume ${run.id}`,
  );
}
