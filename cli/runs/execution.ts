import { join } from 'node:path';
import { z } from 'zod';
import { FailbackError } from '../../core/failback-error.ts';
import { readPlainText } from '../../executor/journal/read-plain.ts';
import { replaceFile } from '../../executor/journal/replace-file.ts';
import type { RunHandle } from '../../executor/journal/runs.ts';

/** How a run is to be executed, as it was said when it began: kept beside the journal for every process that takes it up. */
const executionSchema = z.object({
  /** Simulated seconds in a real one; `advance`: time moves whenever the run only waits. */
  speed: z.union([z.number().positive(), z.literal('advance')]),
  faults: z.array(z.string()),
  approvals: z.array(z.object({ gate: z.string(), who: z.string() })),
});

export type Execution = z.infer<typeof executionSchema>;

const fileOf = (run: RunHandle) => join(run.directory, 'execution.json');

export async function writeExecution(run: RunHandle, execution: Execution): Promise<void> {
  await replaceFile(fileOf(run), `${JSON.stringify(execution)}\n`, { sync: true });
}

/** @throws FailbackError `run-unreadable` */
export async function readExecution(run: RunHandle): Promise<Execution> {
  try {
    return executionSchema.parse(JSON.parse(await readPlainText(fileOf(run))));
  } catch (cause) {
    throw new FailbackError(
      'run-unreadable',
      `The run '${run.id}' does not say how to execute it: '${fileOf(run)}' is missing or not what failback wrote.`,
      'Start a new run from the plan.',
      { cause },
    );
  }
}
