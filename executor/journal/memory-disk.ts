import { dirname } from 'node:path';
import type { Disk, DiskFile } from './disk.ts';
import { hardDisk } from './disk.ts';

interface Written {
  bytes: Buffer;
}

/**
 * Lies over the disk of the computer and keeps in memory what is written: a rehearsal that nobody will ask about leaves
 * no trace, and waits for no sync.
 */
export function memoryDisk(): Disk {
  const files = new Map<string, Written>();
  const folders = new Set<string>();
  const missing = (path: string) => Object.assign(new Error(`There is no '${path}'.`), { code: 'ENOENT', path });
  return {
    async read(path) {
      return files.get(path)?.bytes ?? hardDisk.read(path);
    },
    async readStart(path, mostBytes) {
      return files.get(path)?.bytes.subarray(0, mostBytes) ?? hardDisk.readStart(path, mostBytes);
    },
    async readPrivate(path, mostBytes) {
      return files.get(path)?.bytes ?? hardDisk.readPrivate(path, mostBytes);
    },
    async names(folder) {
      const here = [...files.keys()]
        .filter((path) => dirname(path) === folder)
        .map((path) => path.slice(folder.length + 1));
      // A folder that was made here is asked for again and again, and nothing of it lies elsewhere.
      const there = folders.has(folder) ? [] : await hardDisk.names(folder).catch((): string[] => []);
      return [...new Set([...there, ...here])];
    },
    async makeFolder(path) {
      folders.add(path);
    },
    async create(path) {
      const written: Written = { bytes: Buffer.alloc(0) };
      files.set(path, written);
      return fileOf(files, written);
    },
    async rename(from, to) {
      const written = files.get(from);
      if (written === undefined) throw missing(from);
      files.delete(from);
      files.set(to, written);
    },
    async link(from, to) {
      const written = files.get(from);
      if (written === undefined) throw missing(from);
      if (files.has(to)) throw Object.assign(new Error(`'${to}' is there already.`), { code: 'EEXIST', path: to });
      files.set(to, written);
    },
    async remove(path) {
      files.delete(path);
    },
    async syncFolder() {},
    watch: () => () => {},
  };
}

function fileOf(files: ReadonlyMap<string, Written>, written: Written): DiskFile {
  return {
    async append(text) {
      written.bytes = Buffer.concat([written.bytes, Buffer.from(text)]);
    },
    async sync() {},
    async truncate(bytes) {
      written.bytes = written.bytes.subarray(0, bytes);
    },
    isAt: async (path) => files.get(path) === written,
    async close() {},
  };
}
