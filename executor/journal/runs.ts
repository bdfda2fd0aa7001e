/**
 * Runs as everybody but their executor meets them: make one, find one, look at it, tell it something. The terminal, the
 * Runs tree and the report use this and nothing else of the executor.
 */

import type { Timestamp } from '../../core/quantity.ts';
import { saySilent } from '../../core/report/say-silent.ts';
import type { CommandAnswer, RunCommand } from '../../core/run/commands.ts';
import type { RunStatus, RunTarget } from '../../core/run/state.ts';
import { runHandles } from './find-run.ts';
import { type LiveRunView, RunReader, readRun } from './follow-run.ts';
import { post } from './inbox.ts';
import { isExecuted } from './lease.ts';
import { readHead } from './open-run.ts';
import type { RunHandle } from './run-directory.ts';

export type { CommandAnswer, RunCommand } from '../../core/run/commands.ts';
export { createRun, type NewRun } from './create-run.ts';
export { findRun } from './find-run.ts';
export { followRun, type LiveRunView, readRun } from './follow-run.ts';
export { readFiles, readHead, readInventoryText, readPlan } from './open-run.ts';
export type { RunHandle } from './run-directory.ts';
export { runsHome } from './run-home.ts';

export interface RunSummary {
  readonly handle: RunHandle;
  readonly id: string;
  readonly runbook: string;
  readonly createdAt: string;
  readonly startedBy: string;
  readonly target: RunTarget;
  readonly status: RunStatus;
  /** Nothing of it goes on, until a person takes a step up again. */
  readonly ended: boolean;
  readonly because: string | undefined;
  readonly fraction: number;
  /** Machines that are home, of how many. */
  readonly home: number;
  readonly machines: number;
  /** Gates and questions that wait for a person. */
  readonly open: number;
  /** A process executes it now. */
  readonly alive: boolean;
  /** That process was not heard of since, by this computer's clock; undefined while it is. */
  readonly silentSince?: Timestamp | undefined;
  /** Set when the run cannot be read; then the figures say nothing. */
  readonly trouble: string | undefined;
}

/** The runs of a home, newest first. One that cannot be read is listed with its trouble, so that it is not overlooked. */
export async function listRuns(home: string): Promise<readonly RunSummary[]> {
  const summaries = await Promise.all((await runHandles(home)).map(summary));
  return summaries.sort((one, other) => other.createdAt.localeCompare(one.createdAt));
}

/** How long the sender of a command waits for the answer of a process that executes the run. */
const ANSWER_WITHIN_MS = 10_000;

/** Puts a command into the run's inbox, and waits for the answer if a process executes the run. */
export async function sendCommand(run: RunHandle, command: RunCommand): Promise<CommandAnswer> {
  const reader = await RunReader.open(run);
  await reader.look();
  const id = await post(run, command);
  const until = Date.now() + ANSWER_WITHIN_MS;
  while (Date.now() < until) {
    await reader.look();
    const answer = answerTo(reader, id);
    if (answer !== undefined) return answer;
    if (!(await isExecuted(run))) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const view = await reader.look();
  return answerTo(reader, id) ?? { id, outcome: 'waiting', ...whyItWaits(run, view) };
}

function whyItWaits({ id }: RunHandle, { alive, silent }: LiveRunView): Pick<CommandAnswer, 'message' | 'next'> {
  if (silent !== undefined)
    return {
      message: `${saySilent(id, silent)} The command lies in the inbox of the run and is taken up when the run goes on. If that process hangs, take the run from it.`,
      next: `failback resume ${id} --take-over`,
    };
  return alive
    ? {
        message: `The process that executes the run '${id}' is busy: the command lies in its inbox, and is taken up as soon as it can be.`,
      }
    : {
        message: `Nobody executes the run '${id}' just now. The command lies in its inbox and is taken up when the run goes on.`,
        next: `failback resume ${id}`,
      };
}

/** A command that nobody can read is set aside with an alarm, and whoever waits for its answer hears that. */
function answerTo({ ledger }: RunReader, id: string): CommandAnswer | undefined {
  const answer = ledger.answers.get(id);
  if (answer !== undefined) return answer;
  const setAside = ledger.state.alarms.find(({ message }) => message.startsWith(`The command '${id}' `));
  return setAside === undefined ? undefined : { id, outcome: 'refused', message: setAside.message };
}

async function summary(handle: RunHandle): Promise<RunSummary> {
  const unknown = {
    id: handle.id,
    handle,
    home: 0,
    machines: 0,
    open: 0,
    ended: false,
    fraction: 0,
    alive: false,
    because: undefined,
  };
  try {
    const head = await readHead(handle);
    const about = { runbook: head.runbook, createdAt: head.createdAt, startedBy: head.startedBy, target: head.target };
    try {
      const view = await readRun(handle);
      return {
        handle,
        id: handle.id,
        ...about,
        status: view.state.status,
        ended: view.state.endedAt !== undefined,
        because: view.state.because,
        fraction: view.fraction,
        home: view.home,
        machines: view.plan.machines.length,
        open: view.open.length,
        alive: view.alive,
        silentSince: view.silent?.since,
        trouble: undefined,
      };
    } catch (error) {
      return { ...unknown, ...about, status: 'failed', trouble: (error as Error).message };
    }
  } catch (error) {
    return {
      ...unknown,
      runbook: handle.id,
      createdAt: '',
      startedBy: '',
      target: { kind: 'azure' },
      status: 'failed',
      trouble: (error as Error).message,
    };
  }
}
