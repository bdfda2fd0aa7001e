import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a file so that a reader sees the old text or the new one, never half of it. */
export async function replaceFile(path: string, text: string, options?: { readonly sync?: boolean }): Promise<void> {
  const draft = `${path}.${process.pid}.draft`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(text);
    if (options?.sync) await file.datasync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  if (options?.sync) await syncFolder(dirname(path));
}

/** Makes a rename or a new name in a folder survive a power cut. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return; // a folder cannot be opened for syncing there
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
