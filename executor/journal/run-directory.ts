/** What lies where in the folder of a run. */

import { join } from 'node:path';
import { z } from 'zod';
import { type Computer, thisComputer } from './computer.ts';

export const RUN_VERSION = 1;

export const runHeadSchema = z.object({
  schema: z.literal('failback/run'),
  version: z.number().int(),
  id: z.string(),
  runbook: z.string(),
  planHash: z.string(),
  createdAt: z.iso.datetime({ offset: true }),
  startedBy: z.string(),
  target: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('azure') }),
    z.object({ kind: z.literal('simulated'), seed: z.number() }),
    z.object({ kind: z.literal('simulator'), url: z.string() }),
  ]),
  /** Which of the stored files the plan was made from; undefined when only the plan was at hand. */
  decisionsFrom: z.string().optional(),
});

export type RunHead = z.infer<typeof runHeadSchema>;

/** `plan.json`, `plan-2.json`, … */
const numbered = (name: string, number: number) => (number === 1 ? `${name}.json` : `${name}-${number}.json`);

/** A run on disk. Cheap: nothing is read until somebody asks. */
export interface RunHandle {
  readonly id: string;
  readonly directory: string;
  /** Where it is executed: this computer, unless a test says otherwise. What never changes lies on this one's disk in any case. */
  readonly computer?: Computer;
}

export const computerOf = (run: RunHandle): Computer => run.computer ?? thisComputer;

export const headFile = (run: RunHandle) => join(run.directory, 'run.json');
/** A run that was planned anew has several plans; each has a number, from 1, and keeps the texts and the facts it was made from. */
export const planFile = (run: RunHandle, number = 1) => join(run.directory, numbered('plan', number));
/** The runbook's texts by their URI, as they were when the run began. */
export const filesFile = (run: RunHandle, number = 1) => join(run.directory, numbered('files', number));
export const inventoryFile = (run: RunHandle, number = 1) => join(run.directory, numbered('inventory', number));
export const journalFile = (run: RunHandle) => join(run.directory, 'journal.jsonl');
/** Room that is kept for the last lines of a journal whose disk is full. */
export const reserveFile = (run: RunHandle) => join(run.directory, 'journal.reserve');
export const progressFile = (run: RunHandle) => join(run.directory, 'progress.json');
export const leaseFolder = (run: RunHandle) => join(run.directory, 'leases');
export const inboxFolder = (run: RunHandle) => join(run.directory, 'inbox');
export const takenFolder = (run: RunHandle) => join(run.directory, 'taken');
/** Scripts of the runbook, each under its SHA-256, as they were when the run began. */
export const scriptsFolder = (run: RunHandle) => join(run.directory, 'scripts');
export const scriptFile = (run: RunHandle, sha256: string) => join(scriptsFolder(run), sha256);
/** Public keys of those whose signatures count, as they were when the run began. */
export const signersFile = (run: RunHandle) => join(run.directory, 'allowed-signers');
/** Plans that somebody made anew and the run has not taken up, by their hashes. */
export const proposalFile = (run: RunHandle, planHash: string) => join(run.directory, 'proposals', `${planHash}.json`);
export const outputFolder = (run: RunHandle) => join(run.directory, 'output');
