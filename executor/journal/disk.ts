import { type FSWatcher, watch } from 'node:fs';
import { type FileHandle, link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { openPlain, readPlain } from './read-plain.ts';
import { readPrivateBytes } from './read-private.ts';

/**
 * A file system as a run uses it. After a power cut there is what was synced: bytes of a file that was synced, and names
 * of a folder that was. Tests put a disk here that forgets the rest, and one that is full.
 */
export interface Disk {
  /** Rejects as Node does, with `ENOENT` where there is no such file; and with `run-file-not-plain` where it is none. */
  read(path: string): Promise<Buffer>;
  /** Its first bytes, at most so many. */
  readStart(path: string, mostBytes: number): Promise<Buffer>;
  /** Reads what nobody else can have written; rejects with `file-not-private` where somebody can. */
  readPrivate(path: string, mostBytes: number): Promise<Buffer>;
  names(folder: string): Promise<readonly string[]>;
  /** One that only its owner can enter. */
  makeFolder(path: string): Promise<void>;
  /** A new file that only its owner can read; whatever had the name before is gone. */
  create(path: string): Promise<DiskFile>;
  rename(from: string, to: string): Promise<void>;
  /** Gives a file a second name, to one caller only: who comes later gets `EEXIST`. */
  link(from: string, to: string): Promise<void>;
  /** Does nothing where there is no such file. */
  remove(path: string): Promise<void>;
  /** Makes names that came and went in a folder survive a power cut. */
  syncFolder(path: string): Promise<void>;
  /** Rings when something in a folder changes, as far as the file system tells; whoever calls what it returns hears no more. */
  watch(folder: string, ring: () => void): () => void;
}

/** A file that is written at its end. */
export interface DiskFile {
  append(text: string | Uint8Array): Promise<void>;
  /** Puts what was written on the disk. One that fails must never be tried again: the second may succeed and have lost what the first could not write. */
  sync(): Promise<void>;
  truncate(bytes: number): Promise<void>;
  /** Whether this file is still the one of that name. */
  isAt(path: string): Promise<boolean>;
  close(): Promise<void>;
}

/** The file system of the computer. */
export const hardDisk: Disk = {
  read: readPlain,
  async readStart(path, mostBytes) {
    const file = await openPlain(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(mostBytes), 0, mostBytes, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  },
  readPrivate: readPrivateBytes,
  names: (folder) => readdir(folder),
  async makeFolder(path) {
    await mkdir(path, { recursive: true, mode: 0o700 });
  },
  async create(path) {
    await rm(path, { force: true });
    return hardFile(await open(path, 'ax', 0o600));
  },
  rename,
  link,
  remove: (path) => rm(path, { force: true }),
  async syncFolder(path) {
    if (process.platform === 'win32') return; // a folder cannot be opened for syncing there
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  },
  watch(folder, ring) {
    let watcher: FSWatcher | undefined;
    try {
      watcher = watch(folder, { persistent: false }, ring);
      watcher.on('error', () => watcher?.close());
    } catch {
      // Whoever watches looks every so often besides.
    }
    return () => watcher?.close();
  },
};

function hardFile(file: FileHandle): DiskFile {
  return {
    append: (text) => file.appendFile(text),
    sync: () => file.datasync(),
    truncate: (bytes) => file.truncate(bytes),
    async isAt(path) {
      const [mine, there] = await Promise.all([
        file.stat({ bigint: true }),
        stat(path, { bigint: true }).catch(() => undefined),
      ]);
      return there !== undefined && mine.ino === there.ino && mine.dev === there.dev;
    },
    close: () => file.close(),
  };
}
