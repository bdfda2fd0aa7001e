import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Assessment } from '../../core/rules/assessment.ts';
import type { Runbook } from '../../core/runbook/runbook.ts';
import { loadRunbook } from '../../language-server/src/load-runbook.ts';

/** Moment at which the tests plan. */
export const NOW = new Date('2026-11-23T09:00:00Z');

/** An assessment that finds nothing: for tests of the planner alone. */
export const nothingFound: Assessment = { architecture: 'modernized', judgements: [], findings: [] };

/** The runbook of a file, which must be without fault. */
export async function runbookOfFile(path: string): Promise<Runbook> {
  return only(await loadRunbook(pathToFileURL(path).href, readUri));
}

/** The runbook of a text, which must be without fault. */
export async function runbookOf(text: string): Promise<Runbook> {
  const uri = 'file:///test.failback';
  return only(await loadRunbook(uri, async (asked) => (asked === uri ? text : undefined)));
}

function only({ runbook, problems }: Awaited<ReturnType<typeof loadRunbook>>): Runbook {
  assert.deepEqual(
    problems.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    [],
  );
  assert.ok(runbook, 'the text has a runbook block');
  return runbook;
}

async function readUri(uri: string): Promise<string | undefined> {
  return readFile(fileURLToPath(uri), 'utf8').catch(() => undefined);
}
