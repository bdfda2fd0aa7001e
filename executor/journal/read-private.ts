import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { FailbackError } from '../../core/failback-error.ts';
import { userId } from './this-user.ts';

/** Scripts and texts of a runbook are smaller by far. */
const MOST_BYTES = 16 * 2 ** 20;

/**
 * Reads a file that nobody else can have written: a plain file of this user, with no other name, and others may not write
 * to it. What is checked is the very file that is read, for it is opened once and no link is followed.
 * @throws FailbackError `file-not-private`; or Node's own error where there is none
 */
export async function readPrivateBytes(path: string, mostBytes: number = MOST_BYTES): Promise<Buffer> {
  // O_NOFOLLOW is 0 where the system has none; O_NONBLOCK keeps a named pipe from holding the reader up.
  const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)).catch(
    (cause: NodeJS.ErrnoException) => {
      throw cause.code === 'ELOOP' ? notPrivate(path, 'it is a link, and may lead anywhere', { cause }) : cause;
    },
  );
  try {
    const found = await file.stat();
    if (!found.isFile()) throw notPrivate(path, 'it is no plain file');
    if (found.size > mostBytes) throw notPrivate(path, `it is larger than ${mostBytes} bytes`);
    if (process.platform !== 'win32') {
      if (found.uid !== userId()) throw notPrivate(path, `it belongs to another user (uid ${found.uid})`);
      if (found.nlink !== 1) throw notPrivate(path, 'it has another name elsewhere, through which it may be changed');
      if ((found.mode & 0o022) !== 0) throw notPrivate(path, 'others may write to it');
    }
    return await file.readFile();
  } finally {
    await file.close();
  }
}

function notPrivate(path: string, why: string, options?: ErrorOptions): FailbackError {
  return new FailbackError(
    'file-not-private',
    `'${path}' cannot be trusted: ${why}.`,
    'Find out who put it there. What a run is told, it is told by failback itself, as the owner of its folder.',
    options,
  );
}
