import { readFile, stat } from 'node:fs/promises';
import { FailbackError } from '../core/failback-error.ts';

/**
 * @param name how the person wrote the path
 * @throws FailbackError `file-not-found` or `file-unreadable`
 */
export async function readTextFile(path: string, name = path): Promise<string> {
  try {
    return decode(await bytesOf(path, name), name);
  } catch (cause) {
    throw unreadable(name, cause);
  }
}

/** The text, or undefined when there is no such file. Other troubles are told. */
export async function readTextFileIfAny(path: string): Promise<string | undefined> {
  try {
    return decode(await bytesOf(path, path), path);
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(cause))) return undefined;
    throw unreadable(path, cause);
  }
}

/** A device has no end, or waits for somebody to type. A pipe that the caller names is well known to them. */
async function bytesOf(path: string, name: string): Promise<Uint8Array> {
  const found = await stat(path);
  if (!found.isCharacterDevice() && !found.isBlockDevice()) return readFile(path);
  throw new FailbackError('file-unreadable', `'${name}' is a device, and a file is wanted.`, 'Name a file.');
}

/** The text of a file that a runbook names; undefined for a folder and a pipe too, which nobody would end, as for what is not there. */
export async function readNamedFile(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found !== undefined && !found.isFile()) return undefined;
  return readTextFileIfAny(path);
}

/** UTF-8, with or without a byte order mark. Read as if it were, any other text would be formatted into ruin. */
function decode(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    const wide = bytes[0] === 0xff || bytes[0] === 0xfe;
    throw new FailbackError(
      'file-unreadable',
      `'${name}' is not a text in UTF-8${wide ? '; it looks like UTF-16, which some Windows programs write' : ''}.`,
      wide ? 'Save it as UTF-8 and try again.' : 'Name a text file, or save it as UTF-8.',
      { cause },
    );
  }
}

function unreadable(path: string, cause: unknown): FailbackError {
  if (cause instanceof FailbackError) return cause;
  switch (codeOf(cause)) {
    case 'ENOENT':
      return new FailbackError(
        'file-not-found',
        `There is no file '${path}'.`,
        'Check the path; it is taken from the current folder.',
        { cause },
      );
    case 'EISDIR':
      return new FailbackError(
        'file-unreadable',
        `'${path}' is a folder, and a file is wanted.`,
        'Name the file in it.',
        { cause },
      );
    default:
      return new FailbackError(
        'file-unreadable',
        `'${path}' cannot be read (${codeOf(cause)}).`,
        'Check the rights of the file and its folder.',
        { cause },
      );
  }
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
}
