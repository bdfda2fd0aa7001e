import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { makePlan } from '../../core/plan/make-plan.ts';
import type { Side } from '../../core/review/side.ts';
import { loadRunbook } from '../../language-server/src/load-runbook.ts';

const folder = join(import.meta.dirname, '../../examples/contoso-erp');
const entry = join(folder, 'contoso-erp.failback');

/** The text that the cases change. */
export const exampleText = readFileSync(entry, 'utf8');

const inventory = parseInventory(readFileSync(join(folder, 'contoso-erp.inventory.json'), 'utf8'), 'contoso-erp');

/** The example as it would be with another text, or other texts of its site. */
export async function exampleSide(text: string, site: (text: string) => string = (same) => same): Promise<Side> {
  const uri = pathToFileURL(entry).href;
  return sideOf(uri, inventory, async (asked) => {
    if (asked === uri) return text;
    return readFile(fileURLToPath(asked), 'utf8').then(site, () => undefined);
  });
}

/** A version of whatever text, which must be without fault. */
export async function sideOf(
  uri: string,
  seen: Inventory | undefined,
  read: (uri: string) => Promise<string | undefined>,
): Promise<Side> {
  const { runbook, problems } = await loadRunbook(uri, read);
  const errors = problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  assert.deepEqual(errors, []);
  assert.ok(runbook !== undefined);
  const options = {
    now: new Date('2026-11-23T09:00:00Z'),
    part: 'whole',
    runbookFile: 'r',
    inventoryFile: 'i',
  } as const;
  return { runbook, ...makePlan(runbook, seen, options) };
}
