import { randomBytes } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FailbackError } from '../../core/failback-error.ts';
import { hashPlan } from '../../core/plan/hash-plan.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { RunTarget } from '../../core/run/state.ts';
import { hardDisk } from './disk.ts';
import { hashFolder } from './evidence/hash-folder.ts';
import { CHAIN_START, chainLine } from './hash-chain.ts';
import { saysFull } from './journal-trouble.ts';
import { keepScripts, type ScriptCopy } from './keep-scripts.ts';
import { replaceFile } from './replace-file.ts';
import {
  filesFile,
  headFile,
  inboxFolder,
  inventoryFile,
  journalFile,
  leaseFolder,
  planFile,
  RUN_VERSION,
  type RunHandle,
  type RunHead,
  signersFile,
  takenFolder,
} from './run-directory.ts';
import { makeHome, makePrivate } from './run-home.ts';

export interface NewRun {
  readonly plan: Plan;
  /** The runbook's texts by URI; a preflight plans from them anew. */
  readonly files: Readonly<Record<string, string>>;
  /** The inventory's text; undefined when the plan was made without one. */
  readonly inventoryText: string | undefined;
  readonly target: RunTarget;
  readonly startedBy: string;
  /** Other names and mail addresses by which whoever starts it is known. */
  readonly starterKnownAs?: readonly string[];
  /** The scripts of the plan by URI, with their texts. */
  readonly scripts?: ReadonlyMap<string, ScriptCopy>;
  /** The allowed signers, as SSH writes them; absent where nobody signs. */
  readonly signers?: string | undefined;
  /** Which of `files` the plan was made from; without it a preflight cannot plan anew, and says so. */
  readonly decisionsFrom?: string | undefined;
  /** By the service's clock, which on a simulated estate is virtual. */
  readonly startedAt?: Date;
}

/**
 * Lays a run down on disk. It appears whole or not at all; nothing is executed yet.
 * @throws FailbackError `run-not-private`, `home-unusable`, also where its disk is full
 */
export async function createRun(home: string, start: NewRun): Promise<RunHandle> {
  if (hashPlan(start.plan) !== start.plan.hash) throw new Error('The plan of a new run does not have its own hash.');
  await makeHome(home);
  await makePrivate(join(home, 'runs'));
  // The first run of a home: a power cut must not take the folders away that hold it.
  for (const folder of [dirname(home), home]) await hardDisk.syncFolder(folder);
  const id = `${randomBytes(3).toString('hex')}-${start.plan.runbook.name}`;
  const draft: RunHandle = { id, directory: join(home, 'runs', `.${id}.draft`) };
  try {
    return await layDown(home, draft, start);
  } catch (cause) {
    await rm(draft.directory, { recursive: true, force: true }).catch(() => {});
    throw saysFull(cause) ? noRoom(home, cause) : cause;
  }
}

async function layDown(home: string, draft: RunHandle, start: NewRun): Promise<RunHandle> {
  const { id } = draft;
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
  await replaceFile(headFile(draft), JSON.stringify(head, undefined, 2), { sync: true });
  await replaceFile(planFile(draft), JSON.stringify(start.plan), { sync: true });
  await replaceFile(filesFile(draft), JSON.stringify(start.files), { sync: true });
  if (start.inventoryText !== undefined) await replaceFile(inventoryFile(draft), start.inventoryText, { sync: true });
  if (start.signers !== undefined) await replaceFile(signersFile(draft), start.signers, { sync: true });
  await keepScripts(draft, start.scripts ?? new Map());
  const first = chainLine(0, CHAIN_START, {
    kind: 'run-started',
    at: (start.startedAt ?? new Date()).toISOString(),
    runId: id,
    planHash: start.plan.hash,
    target: start.target,
    startedBy: start.startedBy,
    files: await hashFolder(draft.directory),
    ...(start.starterKnownAs === undefined ? {} : { starterKnownAs: [...start.starterKnownAs] }),
  });
  await replaceFile(journalFile(draft), `${first.line}\n`, { sync: true });
  // A command that lies in its inbox must not be lost with the inbox.
  for (const folder of [leaseFolder(draft), inboxFolder(draft), takenFolder(draft)]) await hardDisk.makeFolder(folder);
  await hardDisk.syncFolder(draft.directory);
  const run: RunHandle = { id, directory: join(home, 'runs', id) };
  await rename(draft.directory, run.directory);
  await hardDisk.syncFolder(join(home, 'runs'));
  return run;
}

function noRoom(home: string, cause: unknown): FailbackError {
  return new FailbackError(
    'home-unusable',
    `The disk under '${home}' is full, so the run could not be laid down there. It was not begun, and nothing is left of it.`,
    'Make room on that disk, or let runs lie on another:\n  export FAILBACK_HOME=~/failback-runs',
    { cause },
  );
}
