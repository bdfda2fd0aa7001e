import { chmod, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';

/**
 * Writes a file that people share so that a reader sees the old text or the new one, never half of it. A link stays a
 * link, and a file keeps its rights.
 */
export async function replaceText(path: string, text: string): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const known = await stat(target).catch(() => undefined);
  // A device or a pipe cannot be replaced, and a folder says so itself.
  if (known !== undefined && !known.isFile()) return writeFile(target, text);
  const draft = `${target}.${process.pid}.draft`;
  try {
    await writeFile(draft, text);
    if (known !== undefined) await chmod(draft, known.mode);
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
