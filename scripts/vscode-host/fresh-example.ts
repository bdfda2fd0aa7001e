import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { movedBy, shiftTo } from '../../extension/features/walkthrough/as-of-now.ts';

const AGE_MS = 5 * 60_000;

/** Copies the files of an example into a folder, with their times moved as if its facts had been captured five minutes ago. */
export function copyFresh(example: string, folder: string): void {
  const files = readdirSync(example).map((name) => ({ name, text: readFileSync(join(example, name), 'utf8') }));
  const inventory = files.find(({ name }) => name.endsWith('.inventory.json'));
  if (inventory === undefined) throw new Error(`The example ${example} has no inventory.`);
  const shift = shiftTo(inventory.text, new Date(Date.now() - AGE_MS));
  mkdirSync(folder, { recursive: true });
  for (const { name, text } of files) writeFileSync(join(folder, name), movedBy(shift, name, text));
}
