import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readPlainText } from './read-plain.ts';
import type { RunHandle } from './run-directory.ts';

/** What the run asked of Azure; neither chained nor synced. */
const requestsFile = (run: RunHandle) => join(run.directory, 'requests.jsonl');

/** Writes lines behind those that are there. A disk that does not take them stops nothing: the journal says when it is full. */
export async function appendRequests(run: RunHandle, lines: string): Promise<void> {
  if (lines !== '') await appendFile(requestsFile(run), lines, { mode: 0o600 }).catch(() => {});
}

/** How many requests changed something and how many read; undefined where nobody wrote them down. */
export async function countRequests(
  run: RunHandle,
): Promise<{ readonly mutating: number; readonly reading: number } | undefined> {
  const text = await readPlainText(requestsFile(run)).catch(() => undefined);
  if (text === undefined) return undefined;
  let [mutating, reading] = [0, 0];
  for (const line of text.split('\n')) {
    const { method, times } = parsed(line);
    if (times !== undefined) reading += times;
    else if (method === 'GET') reading += 1;
    else if (method !== undefined) mutating += 1;
  }
  return { mutating, reading };
}

/** A line that a crash cut counts for nothing. */
function parsed(line: string): { readonly method?: string; readonly times?: number } {
  try {
    return JSON.parse(line) as { readonly method?: string; readonly times?: number };
  } catch {
    return {};
  }
}
