import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { FailbackError } from '../../core/failback-error.ts';

/** Code of the error of something that has the name of a file of a run and is none. */
export const NOT_PLAIN = 'run-file-not-plain';

/**
 * Opens a file of a run. A named pipe in its place would keep the reader waiting for whoever never writes.
 * @throws FailbackError `run-file-not-plain` for a folder, a pipe or a device; or Node's own error where there is none
 */
export async function openPlain(path: string): Promise<FileHandle> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    if ((await file.stat()).isFile()) return file;
  } catch (error) {
    await file.close();
    throw error;
  }
  await file.close();
  throw notPlain(path);
}

/** Reads a file of a run. @throws what `openPlain` throws */
export async function readPlain(path: string): Promise<Buffer> {
  const file = await openPlain(path);
  try {
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/** The same as text. @throws what `openPlain` throws */
export async function readPlainText(path: string): Promise<string> {
  return (await readPlain(path)).toString('utf8');
}

function notPlain(path: string): FailbackError {
  return new FailbackError(
    NOT_PLAIN,
    `'${path}' is no file that failback wrote: it is a folder, a pipe or a device.`,
    'Find out who put it there, and restore the folder of the run from a backup.',
  );
}
