import { randomBytes } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plan } from '../../core/plan/plan.ts';
import type { RunTarget } from '../../core/run/state.ts';
import { CHAIN_START, chainLine } from './hash-chain.ts';
import { replaceFile, syncFolder } from './replace-file.ts';
import {
  filesFile,
  headFile,
  inventoryFile,
  journalFile,
  planFile,
  RUN_VERSION,
  type RunHandle,
  type RunHead,
} from './run-directory.ts';
import { makePrivate } from './run-home.ts';

export interface NewRun {
  readonly plan: Plan;
  /** The runbook's texts by URI; a preflight plans from them anew. */
  readonly files: Readonly<Record<string, string>>;
  /** The inventory's text; undefined when the plan was made without one. */
  readonly inventoryText: string | undefined;
  readonly target: RunTarget;
  readonly startedBy: string;
  /** Which of `files` the plan was made from; without it a preflight cannot plan anew, and says so. */
  readonly decisionsFrom?: string | undefined;
  /** By the service's clock, which on a simulated estate is virtual. */
  readonly startedAt?: Date;
}

/** Lays a run down on disk. It appears whole or not at all; nothing is executed yet. */
export async function createRun(home: string, start: NewRun): Promise<RunHandle> {
  await makePrivate(home);
  await makePrivate(join(home, 'runs'));
  const id = `${randomBytes(3).toString('hex')}-${start.plan.runbook.name}`;
  const draft: RunHandle = { id, directory: join(home, 'runs', `.${id}.draft`) };
  await makePrivate(draft.directory);
  const head: RunHead = {
    schema: 'failback/run',
    version: RUN_VERSION,
    id,
    runbook: start.plan.runbook.name,
    planHash: start.plan.hash,
    createdAt: new Date().toISOString(),
    startedBy: start.startedBy,
    target: start.target,
    ...(start.decisionsFrom === undefined ? {} : { decisionsFrom: start.decisionsFrom }),
  };
  const first = chainLine(0, CHAIN_START, {
    kind: 'run-started',
    at: (start.startedAt ?? new Date()).toISOString(),
    runId: id,
    planHash: start.plan.hash,
    target: start.target,
    startedBy: start.startedBy,
  });
  await replaceFile(headFile(draft), JSON.stringify(head, undefined, 2), { sync: true });
  await replaceFile(planFile(draft), JSON.stringify(start.plan), { sync: true });
  await replaceFile(filesFile(draft), JSON.stringify(start.files), { sync: true });
  if (start.inventoryText !== undefined) await replaceFile(inventoryFile(draft), start.inventoryText, { sync: true });
  await replaceFile(journalFile(draft), `${first.line}\n`, { sync: true });
  const run: RunHandle = { id, directory: join(home, 'runs', id) };
  await rename(draft.directory, run.directory);
  await syncFolder(join(home, 'runs'));
  return run;
}
