import { dirname } from 'node:path';
import { type Disk, hardDisk } from './disk.ts';

/** Writes a file so that a reader sees the old text or the new one, never half of it. */
export async function replaceFile(
  path: string,
  text: string | Uint8Array,
  { sync = false, disk = hardDisk }: { readonly sync?: boolean; readonly disk?: Disk } = {},
): Promise<void> {
  const draft = `${path}.${process.pid}.draft`;
  try {
    const file = await disk.create(draft);
    try {
      await file.append(text);
      if (sync) await file.sync();
    } finally {
      await file.close();
    }
    await disk.rename(draft, path);
  } catch (error) {
    await disk.remove(draft).catch(() => {});
    throw error;
  }
  if (sync) await disk.syncFolder(dirname(path));
}
