import { join } from 'node:path';
import { z } from 'zod';
import { FailbackError } from '../../core/failback-error.ts';
import type { CountedRequests } from '../../core/report/report.ts';
import { readPlainText } from '../../executor/journal/read-plain.ts';
import { replaceFile } from '../../executor/journal/replace-file.ts';
import { countRequests } from '../../executor/journal/requests-file.ts';
import type { RunHandle } from '../../executor/journal/runs.ts';

const figures = { mutating: z.number(), reading: z.number() };
const figuresSchema = z.object(figures);
type Figures = z.infer<typeof figuresSchema>;

/**
 * What each proxy counted that a rehearsal spoke to: one that is started anew counts from nothing, and one that serves
 * several runs had counted before.
 */
const tallySchema = z.object({
  proxy: z.string(),
  before: figuresSchema,
  /** Undefined while a process of the run may still ask, and for ever where it was killed and its proxy is gone. */
  after: figuresSchema.optional(),
});
type Tally = z.infer<typeof tallySchema>;

const talliesSchema = z.object({ proxies: z.array(tallySchema) });
/** What an earlier failback wrote: of the last process and its proxy alone. */
const lastAloneSchema = z.object({ ...figures, countedBy: z.string() });

const answerSchema = figuresSchema.extend({ proxy: z.string() });

const BY_PROXY = 'the simulator’s recording proxy';
const fileOf = (run: RunHandle) => join(run.directory, 'requests.json');

/** Notes how far the proxy had counted when a process of the run began to ask; until it is done, the proxy's word is not whole. */
export async function beginCounts(run: RunHandle, simulatorUrl: string): Promise<void> {
  await keepTally(run, simulatorUrl, (counted, known) => ({ before: known?.before ?? counted }));
}

/** Keeps what the proxy counted, for the report after the simulator is gone. */
export async function keepCounts(run: RunHandle, simulatorUrl: string): Promise<void> {
  await keepTally(run, simulatorUrl, (after, known) => ({
    before: known?.before ?? { mutating: 0, reading: 0 },
    after,
  }));
}

/** A proxy that is gone, or a disk that takes nothing, costs the proxy's figure only: the report has the run's own then. */
async function keepTally(
  run: RunHandle,
  simulatorUrl: string,
  tallied: (counted: Figures, known: Tally | undefined) => Omit<Tally, 'proxy'>,
): Promise<void> {
  try {
    const answer = await fetch(new URL('/_simulator/requests', simulatorUrl), { signal: AbortSignal.timeout(5000) });
    const { proxy, mutating, reading } = answerSchema.parse(await answer.json());
    const text = await readPlainText(fileOf(run)).catch(() => undefined);
    const tallies = text === undefined ? [] : talliesSchema.parse(JSON.parse(text)).proxies;
    const known = tallies.find((tally) => tally.proxy === proxy);
    const others = tallies.filter((tally) => tally !== known);
    const proxies = [...others, { proxy, ...tallied({ mutating, reading }, known) }];
    await replaceFile(fileOf(run), JSON.stringify({ proxies }));
  } catch {
    // What is not whole is not told as if it were.
  }
}

/** @throws FailbackError `run-unreadable` where the file is not what failback wrote */
export async function readCounts(run: RunHandle): Promise<CountedRequests | undefined> {
  const text = await readPlainText(fileOf(run)).catch(() => undefined);
  const kept = text === undefined ? undefined : parsed(run, text);
  if (kept !== undefined && 'proxies' in kept) {
    const whole = summed(kept.proxies);
    if (whole !== undefined) return { ...whole, countedBy: BY_PROXY };
  }
  const counted = await countRequests(run);
  if (counted !== undefined) return { ...counted, countedBy: 'the run itself' };
  return kept !== undefined && 'countedBy' in kept ? kept : undefined;
}

/** Undefined where a proxy took its figures with it. */
function summed(proxies: readonly Tally[]): Figures | undefined {
  let [mutating, reading] = [0, 0];
  for (const { before, after } of proxies) {
    if (after === undefined) return undefined;
    mutating += after.mutating - before.mutating;
    reading += after.reading - before.reading;
  }
  return { mutating, reading };
}

function parsed(run: RunHandle, text: string): z.infer<typeof talliesSchema> | CountedRequests {
  try {
    return z.union([talliesSchema, lastAloneSchema]).parse(JSON.parse(text));
  } catch (cause) {
    throw new FailbackError(
      'run-unreadable',
      `'${fileOf(run)}' is not what failback wrote: it holds how many requests the rehearsal sent, and nothing else rests on it.`,
      `Delete it; the report then has the run's own count:\n  rm '${fileOf(run)}'`,
      { cause },
    );
  }
}
