import { lstat, readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { unzipSync } from 'fflate';
import { FailbackError } from '../../../core/failback-error.ts';

/** The files of a run, in its folder or in a bundle; names have slashes, whatever the system. */
export interface RunFiles {
  readonly kind: 'folder' | 'bundle';
  /** As a person named it. */
  readonly shown: string;
  readonly names: readonly string[];
  /** Undefined where there is no such file. */
  read(name: string): Promise<Uint8Array | undefined>;
}

/** What a bundle may unpack to: above it somebody packed a bomb, or something else. */
const MOST_UNPACKED_BYTES = 2 ** 31;

/**
 * Opens the folder of a run, or a bundle of one. Links are not followed: evidence is what lies there.
 * @throws FailbackError `file-not-found` or `bundle-unreadable`
 */
export async function openRunFiles(path: string, shown: string): Promise<RunFiles> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined)
    throw new FailbackError(
      'file-not-found',
      `There is no '${shown}'.`,
      'Name a run, the folder of one, or a bundle that `failback export` wrote.',
    );
  return found.isDirectory() ? folderFiles(path, shown) : bundleFiles(await readFile(path), shown);
}

async function folderFiles(folder: string, shown: string): Promise<RunFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
  const known = new Set(names);
  return {
    kind: 'folder',
    shown,
    names,
    read: async (name) => (known.has(name) ? readFile(join(folder, name)) : undefined),
  };
}

/** @throws FailbackError `bundle-unreadable` */
export function bundleFiles(bytes: Uint8Array, shown: string): RunFiles {
  const files = unpacked(bytes, shown);
  return { kind: 'bundle', shown, names: Object.keys(files).sort(), read: async (name) => files[name] };
}

function unpacked(bytes: Uint8Array, shown: string): Readonly<Record<string, Uint8Array>> {
  let whole = 0;
  try {
    return unzipSync(bytes, {
      filter: ({ originalSize }) => {
        whole += originalSize;
        if (whole > MOST_UNPACKED_BYTES) throw new Error('it unpacks to more than 2 GiB');
        return true;
      },
    });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new FailbackError(
      'bundle-unreadable',
      `'${shown}' is not a bundle of a run, or it is damaged: ${why}.`,
      'Take the copy that `failback export` wrote, or export the run again.',
      { cause },
    );
  }
}
