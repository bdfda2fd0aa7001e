import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import type { RunEvent } from '../../core/run/events.ts';
import { readJournal } from '../../executor/journal/read-journal.ts';
import { journalFile } from '../../executor/journal/run-directory.ts';
import { type EstateOptions, openEstate, type TestEstate } from './estate.ts';

const root = join(fileURLToPath(new URL('.', import.meta.url)), '../..');
const INVENTORY = join(root, 'examples/contoso-branch/rotterdam.inventory.json');
export const BRANCH = join(root, 'test/executor/fixtures/branch.failback');

/** The classic example's estate, with a runbook that brings two of its machines home. */
export function openBranch(options: EstateOptions = {}): Promise<TestEstate> {
  const inventory = parseInventory(readFileSync(INVENTORY, 'utf8'), INVENTORY);
  return openEstate({ runbook: BRANCH, inventory, ...options });
}

export async function eventsOf(estate: TestEstate): Promise<readonly RunEvent[]> {
  return (await readJournal(journalFile(estate.run))).events;
}

/** Requests that changed something, as `METHOD last/two/segments`, with their bodies. */
export function changes(
  estate: TestEstate,
  wanted: RegExp,
): readonly { readonly url: string; readonly body: string }[] {
  return estate.simulator
    .exchanges()
    .filter(({ method, url }) => method !== 'GET' && wanted.test(`${method} ${url}`))
    .map(({ url, body }) => ({ url: new URL(url).pathname, body }));
}
