import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readNamedFile } from '../read-file.ts';
import type { Source } from './source.ts';

/** A file, or all runbooks below a folder, as they lie on disk. */
export function onDisk(cwd: string, name: string, path: string = name): Source {
  const root = resolve(cwd, path);
  return { name, list: () => runbooksIn(root), read: readNamedFile };
}

/** Whether there is such a file or folder. */
export async function isOnDisk(cwd: string, path: string): Promise<boolean> {
  return (await stat(resolve(cwd, path)).catch(() => undefined)) !== undefined;
}

async function runbooksIn(root: string): Promise<readonly string[]> {
  if (!(await stat(root)).isDirectory()) return [root];
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.failback'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/[\\/](node_modules|\.git)[\\/]/.test(path))
    .sort();
}
