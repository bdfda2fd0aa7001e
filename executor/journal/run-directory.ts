/** What lies where in the folder of a run. */

import { join } from 'node:path';
import { z } from 'zod';

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

/** A run on disk. Cheap: nothing is read until somebody asks. */
export interface RunHandle {
  readonly id: string;
  readonly directory: string;
}

export const headFile = (run: RunHandle) => join(run.directory, 'run.json');
export const planFile = (run: RunHandle) => join(run.directory, 'plan.json');
/** The runbook's texts by their URI, as they were when the run began. */
export const filesFile = (run: RunHandle) => join(run.directory, 'files.json');
export const inventoryFile = (run: RunHandle) => join(run.directory, 'inventory.json');
export const journalFile = (run: RunHandle) => join(run.directory, 'journal.jsonl');
export const progressFile = (run: RunHandle) => join(run.directory, 'progress.json');
export const leaseFolder = (run: RunHandle) => join(run.directory, 'leases');
export const inboxFolder = (run: RunHandle) => join(run.directory, 'inbox');
export const takenFolder = (run: RunHandle) => join(run.directory, 'taken');
export const outputFolder = (run: RunHandle) => join(run.directory, 'output');
