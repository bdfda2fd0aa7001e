import { access, chmod, constants, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FailbackError } from '../../core/failback-error.ts';

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

/**
 * Asks whether a file can be written there, before the work whose outcome it is to hold.
 * @param name how the person wrote the path
 * @throws FailbackError `file-unwritable`
 */
export async function beWritable(path: string, name: string): Promise<void> {
  const known = await stat(path).catch(() => undefined);
  if (known?.isDirectory()) throw unwritable(name, 'it is a folder, and a file is wanted', 'Name a file in it.');
  const folder = dirname(await realpath(path).catch(() => path));
  const holds = await stat(folder).catch(() => undefined);
  if (holds === undefined)
    throw unwritable(name, `there is no folder '${folder}'`, `Make it first:\n  mkdir -p '${folder}'`);
  if (!holds.isDirectory()) throw unwritable(name, `'${folder}' is a file, and a folder is wanted`, 'Check the path.');
  // A draft is written beside the file, and takes its place.
  const place = known === undefined || known.isFile() ? folder : path;
  await access(place, constants.W_OK).catch(() => {
    throw unwritable(name, `this account may not write to '${place}'`, 'Name another file, or see to the rights.');
  });
}

function unwritable(name: string, why: string, remedy: string): FailbackError {
  return new FailbackError('file-unwritable', `'${name}' cannot be written: ${why}.`, remedy);
}
