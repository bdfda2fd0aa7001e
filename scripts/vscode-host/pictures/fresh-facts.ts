import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inventoryMoved, runbookMoved, shiftTo } from '../../../extension/features/walkthrough/as-of-now.ts';

const AGE_MS = 5 * 60_000;

/** Moves the times of an example as if its facts had been captured five minutes ago. */
export function freshFacts(folder: string): void {
  const files = readdirSync(folder).map((name) => join(folder, name));
  const inventory = files.find((file) => file.endsWith('.inventory.json'));
  if (inventory === undefined) return;
  const shift = shiftTo(readFileSync(inventory, 'utf8'), new Date(Date.now() - AGE_MS));
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, file.endsWith('.json') ? inventoryMoved(text, shift) : runbookMoved(text, shift));
  }
}
