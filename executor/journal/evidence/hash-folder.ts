import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { sha256 } from './sha256.ts';

/** SHA-256 of every file below a folder, by its name from there, with slashes. */
export async function hashFolder(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hashed = await Promise.all(
    files
      .sort()
      .map(async (file) => [relative(folder, file).replaceAll('\\', '/'), sha256(await readFile(file))] as const),
  );
  return Object.fromEntries(hashed);
}
