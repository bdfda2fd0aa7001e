import { access, constants, open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FailbackError } from '../core/failback-error.ts';
import { hardDisk } from '../executor/journal/disk.ts';
import { systemTrouble } from './system-trouble.ts';

interface HowToWrite {
  /** Refuses with `file-exists` where something has the name already, and nobody can come in between. */
  readonly isNew?: boolean;
  /** Only its owner can read what is made; a file that is there keeps its rights. */
  readonly isPrivate?: boolean;
}

/**
 * Writes a file that people share, whole or not at all: a reader sees the old text or the new one, and where the disk is
 * full the old one stays. A link stays a link, and a file keeps its rights.
 * @param name how the person wrote the path
 * @throws FailbackError `file-unwritable`, `file-exists`
 */
export async function writeWholeFile(
  path: string,
  name: string,
  content: string | Uint8Array,
  { isNew = false, isPrivate = false }: HowToWrite = {},
): Promise<void> {
  const known = isNew ? undefined : await stat(path).catch(() => undefined);
  const rights = isPrivate ? 0o600 : 0o666;
  try {
    // A device or a pipe cannot be replaced, and a folder says so itself.
    if (known !== undefined && !known.isFile()) await writeFile(path, content);
    else if (isNew) await create(path, content, rights);
    else await replace(known === undefined ? path : await realpath(path), content, rights, known?.mode);
  } catch (cause) {
    if (isNew && (cause as NodeJS.ErrnoException).code === 'EEXIST') throw there(name, cause);
    const trouble = systemTrouble(cause);
    if (trouble === undefined) throw cause;
    const stays = known?.isFile() ? ' What stood in it before stands in it still.' : '';
    throw unwritable(name, `${trouble.why}.${stays}`, trouble.remedy, { cause });
  }
}

async function replace(path: string, content: string | Uint8Array, rights: number, mode?: number): Promise<void> {
  const draft = `${path}.${process.pid}.draft`;
  await rm(draft, { force: true });
  await create(draft, content, rights, mode);
  try {
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  // What a folder cannot promise of its names, the file has promised of its text.
  await hardDisk.syncFolder(dirname(path)).catch(() => {});
}

/** A new file, on the disk before its name is told; gone again where it cannot be written whole. */
async function create(path: string, content: string | Uint8Array, rights: number, mode?: number): Promise<void> {
  const file = await open(path, 'wx', rights);
  try {
    await file.writeFile(content);
    if (mode !== undefined) await file.chmod(mode);
    await file.sync();
  } catch (error) {
    await rm(path, { force: true }).catch(() => {});
    throw error;
  } finally {
    await file.close();
  }
}

/**
 * Asks whether a file can be written there, before the work whose outcome it is to hold.
 * @param name how the person wrote the path
 * @throws FailbackError `file-unwritable`
 */
export async function beWritable(path: string, name: string): Promise<void> {
  const known = await stat(path).catch(() => undefined);
  if (known?.isDirectory()) throw unwritable(name, 'it is a folder, and a file is wanted.', 'Name a file in it.');
  const folder = dirname(await realpath(path).catch(() => path));
  const holds = await stat(folder).catch(() => undefined);
  if (holds === undefined)
    throw unwritable(name, `there is no folder '${folder}'.`, `Make it first:\n  mkdir -p '${folder}'`);
  if (!holds.isDirectory()) throw unwritable(name, `'${folder}' is a file, and a folder is wanted.`, 'Check the path.');
  // A draft is written beside the file, and takes its place.
  const place = known === undefined || known.isFile() ? folder : path;
  await access(place, constants.W_OK).catch(() => {
    throw unwritable(name, `this account may not write to '${place}'.`, 'Name another file, or see to the rights.');
  });
}

function unwritable(name: string, why: string, remedy: string, options?: ErrorOptions): FailbackError {
  return new FailbackError('file-unwritable', `'${name}' cannot be written: ${why}`, remedy, options);
}

function there(name: string, cause: unknown): FailbackError {
  return new FailbackError(
    'file-exists',
    `'${name}' is there already, and somebody may have worked on it.`,
    'Name another file; or write over it with --force.',
    { cause },
  );
}
