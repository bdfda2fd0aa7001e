import { readFile } from 'node:fs/promises';
import { FailbackError } from '../core/failback-error.ts';

/**
 * @param name how the person wrote the path
 * @throws FailbackError `file-not-found` or `file-unreadable`
 */
export async function readTextFile(path: string, name = path): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw unreadable(name, cause);
  }
}

/** The text, or undefined when there is no such file. Other troubles are told. */
export async function readTextFileIfAny(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): FailbackError {
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
