import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The files of a folder beside a test, by name, with their paths and texts. */
export function fixtureFiles(
  test: string,
  folder: string,
  ending: string,
): { name: string; path: string; text: string }[] {
  const directory = join(fileURLToPath(new URL('.', test)), folder);
  return readdirSync(directory)
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => {
      const path = join(directory, name);
      return { name: name.slice(0, -ending.length), path, text: readFileSync(path, 'utf8') };
    });
}
