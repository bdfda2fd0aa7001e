import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asOfNow } from '../../extension/features/walkthrough/as-of-now.ts';

/** Copies the files of an example into a folder, with facts of today. */
export function copyFresh(example: string, folder: string): void {
  const files = readdirSync(example).map((name) => ({ name, text: readFileSync(join(example, name), 'utf8') }));
  mkdirSync(folder, { recursive: true });
  for (const { name, text } of asOfNow(example, files, new Date())) writeFileSync(join(folder, name), text);
}
