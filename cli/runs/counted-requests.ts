import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { FailbackError } from '../../core/failback-error.ts';
import type { CountedRequests } from '../../core/report/report.ts';
import { countRequests } from '../../executor/journal/requests-file.ts';
import type { RunHandle } from '../../executor/journal/runs.ts';

const countsSchema = z.object({ mutating: z.number(), reading: z.number(), countedBy: z.string() });
const fileOf = (run: RunHandle) => join(run.directory, 'requests.json');

/** Keeps what the simulator's proxy counted, for the report after the simulator is gone. A proxy that is gone costs the figure only. */
export async function keepCounts(run: RunHandle, simulatorUrl: string): Promise<void> {
  try {
    const answer = await fetch(new URL('/_simulator/requests', simulatorUrl), { signal: AbortSignal.timeout(5000) });
    const { mutating, reading } = countsSchema.omit({ countedBy: true }).parse(await answer.json());
    const counts: CountedRequests = { mutating, reading, countedBy: 'the simulator’s recording proxy' };
    await writeFile(`${fileOf(run)}.new`, JSON.stringify(counts), { mode: 0o600 });
    await rename(`${fileOf(run)}.new`, fileOf(run));
  } catch {
    // The report says nothing of requests then.
  }
}

/** @throws FailbackError `run-unreadable` where the file is not what failback wrote */
export async function readCounts(run: RunHandle): Promise<CountedRequests | undefined> {
  const text = await readFile(fileOf(run), 'utf8').catch(() => undefined);
  if (text === undefined) {
    const counted = await countRequests(run);
    return counted === undefined ? undefined : { ...counted, countedBy: 'the run itself' };
  }
  try {
    return countsSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new FailbackError(
      'run-unreadable',
      `'${fileOf(run)}' is not what failback wrote: it holds how many requests the rehearsal sent, and nothing else rests on it.`,
      `Delete it; the report then says nothing of requests:\n  rm '${fileOf(run)}'`,
      { cause },
    );
  }
}
