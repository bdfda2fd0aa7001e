import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { memoryFor } from '../cli/runs/spawn-executor.ts';
import type { Inventory } from '../core/inventory/inventory.ts';
import type { Plan } from '../core/plan/plan.ts';
import { journalFile } from '../executor/journal/run-directory.ts';
import { createRun } from '../executor/journal/runs.ts';
import type { Knobs } from '../simulator/knobs.ts';
import type { RequestCounts } from '../simulator/request-counts.ts';

/** What the executor's process tells of itself. */
export interface Outcome {
  readonly status: string;
  readonly because: string | undefined;
  /** Bytes. */
  readonly peak: number;
  /** Of the estate's time. */
  readonly hours: number;
  /** Seconds of all its threads, the engine's helpers among them. */
  readonly processor: number;
  /** Seconds of the thread that runs its code. */
  readonly thread: number;
  /** Seconds of all threads in the system: files, sockets, memory. */
  readonly system: number;
}

export interface ExecutedApart extends Outcome {
  readonly requests: RequestCounts;
  readonly journalBytes: number;
  readonly wallMs: number;
}

export interface Apart {
  readonly inventory: Inventory;
  readonly plan: Plan;
  readonly knobs?: Partial<Knobs>;
}

/**
 * Executes a plan on a simulated estate, executor and simulator in processes of their own, so that each weighs what it
 * weighs; the executor with the memory that the command line gives it. With a folder in `PROFILE` both leave a profile of their processor there; `EXEC_ARGS` are further options of the executor's engine.
 */
export async function executedApart({ inventory, plan, knobs = {} }: Apart): Promise<ExecutedApart> {
  const home = await mkdtemp(join(tmpdir(), 'failback-bench-'));
  const simulator = started('./simulator-process.ts', []);
  const executor = started('./executor-process.ts', [
    ...memoryFor(plan.machines.length),
    ...(process.env.EXEC_ARGS?.split(' ') ?? []),
  ]);
  try {
    simulator.send({ inventory, knobs });
    const [{ url, proxyUrl }] = (await once(simulator, 'message')) as [{ url: string; proxyUrl: string }];
    const run = await createRun(home, {
      plan,
      files: {},
      inventoryText: JSON.stringify(inventory),
      target: { kind: 'simulator', url },
      startedBy: 'bench',
      startedAt: new Date(inventory.capturedAt),
    });
    const began = performance.now();
    const telling = setInterval(() => void tellOf(journalFile(run), began), 60_000);
    executor.send({ run, url, proxyUrl });
    const [outcome] = (await Promise.race([once(executor, 'message'), died(executor)]).finally(() =>
      clearInterval(telling),
    )) as [Outcome];
    const wallMs = performance.now() - began;
    const requests = (await (await fetch(`${proxyUrl}/_simulator/requests`)).json()) as RequestCounts;
    const { size: journalBytes } = await stat(journalFile(run));
    return { ...outcome, requests, journalBytes, wallMs };
  } finally {
    await Promise.all([executor, simulator].map(end));
    await rm(home, { recursive: true, force: true });
  }
}

/** That it goes on, for whoever waits; beside the table, which is on standard output. */
async function tellOf(journal: string, began: number): Promise<void> {
  const size = await stat(journal).then(
    (found) => found.size,
    () => 0,
  );
  const minutes = Math.round((performance.now() - began) / 60_000);
  process.stderr.write(`  … ${minutes} min on the wall, ${(size / 1e6).toFixed(1)} MB of journal\n`);
}

const { PROFILE } = process.env;

function started(file: string, execArgv: readonly string[]): ReturnType<typeof fork> {
  const profile = PROFILE === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${PROFILE}`];
  return fork(fileURLToPath(new URL(file, import.meta.url)), { execArgv: [...execArgv, ...profile] });
}

async function died(executor: ReturnType<typeof fork>): Promise<never> {
  const [code, signal] = await once(executor, 'exit');
  throw new Error(`The executor ended before its run did (${signal ?? `exit ${code}`}).`);
}

/** A process that is asked to end writes its profile; one that is killed does not. */
async function end(child: ReturnType<typeof fork>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = once(child, 'exit');
  if (child.connected) child.send('end');
  const patience = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await over;
  clearTimeout(patience);
}
