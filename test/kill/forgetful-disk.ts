import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Disk, DiskFile } from '../../executor/journal/disk.ts';

interface Inode {
  readonly bytes: Buffer;
  /** What the platters have. */
  readonly synced: Buffer;
}

/** `undefined` is a folder, a number the inode of a file. */
type Entries = ReadonlyMap<string, number | undefined>;

/** All that a disk holds at a moment: a value, so that keeping one costs nothing. */
export interface DiskState {
  readonly inodes: ReadonlyMap<number, Inode>;
  readonly entries: Entries;
  /** Names as they are on the platters. */
  readonly synced: Entries;
}

/**
 * A disk in memory that knows what was synced. A process that is killed loses nothing that it wrote; a power cut takes
 * every byte and every name that nobody synced.
 */
export class ForgetfulDisk implements Disk {
  #inodes: Map<number, Inode>;
  #entries: Map<string, number | undefined>;
  #synced: Map<string, number | undefined>;
  #next: number;
  readonly #bells = new Map<string, Set<() => void>>();
  /** Bytes that fit on it; less than it holds is a full disk. */
  capacity = Number.POSITIVE_INFINITY;
  /** Makes the next syncs fail, as a disk does that is about to die. */
  syncFails = false;

  constructor(state: DiskState) {
    this.#inodes = new Map(state.inodes);
    this.#entries = new Map(state.entries);
    this.#synced = new Map(state.synced);
    this.#next = Math.max(0, ...state.inodes.keys()) + 1;
  }

  get state(): DiskState {
    return {
      inodes: new Map(this.#inodes),
      entries: new Map(this.#entries),
      synced: new Map(this.#synced),
    };
  }

  get used(): number {
    let sum = 0;
    for (const inode of this.#entries.values()) if (inode !== undefined) sum += this.#inode(inode).bytes.length;
    return sum;
  }

  /** What the platters have of a file; undefined where they have no file of that name. */
  onPlatters(path: string): Buffer | undefined {
    const inode = this.#synced.get(path);
    return inode === undefined || !hasFolders(this.#synced, path) ? undefined : this.#inode(inode).synced;
  }

  async read(path: string): Promise<Buffer> {
    return this.#inode(this.#file(path)).bytes;
  }

  async readStart(path: string, mostBytes: number): Promise<Buffer> {
    return (await this.read(path)).subarray(0, mostBytes);
  }

  readPrivate(path: string): Promise<Buffer> {
    return this.read(path);
  }

  async names(folder: string): Promise<readonly string[]> {
    if (!this.#entries.has(folder)) throw error('ENOENT', folder);
    return [...this.#entries.keys()]
      .filter((path) => dirname(path) === folder)
      .map((path) => path.slice(folder.length + 1));
  }

  async makeFolder(path: string): Promise<void> {
    if (this.#entries.has(path)) return;
    if (!this.#entries.has(dirname(path))) throw error('ENOENT', path);
    this.#entries.set(path, undefined);
  }

  async create(path: string): Promise<DiskFile> {
    if (!this.#entries.has(dirname(path))) throw error('ENOENT', path);
    const inode = this.#next++;
    this.#inodes.set(inode, { bytes: Buffer.alloc(0), synced: Buffer.alloc(0) });
    this.#entries.set(path, inode);
    this.#ring(path);
    return this.#open(inode);
  }

  async rename(from: string, to: string): Promise<void> {
    const inode = this.#file(from);
    if (!this.#entries.has(dirname(to))) throw error('ENOENT', to);
    this.#entries.delete(from);
    this.#entries.set(to, inode);
    this.#ring(to);
  }

  async link(from: string, to: string): Promise<void> {
    if (this.#entries.has(to)) throw error('EEXIST', to);
    this.#entries.set(to, this.#file(from));
  }

  async remove(path: string): Promise<void> {
    this.#entries.delete(path);
  }

  async syncFolder(path: string): Promise<void> {
    if (this.syncFails) throw error('EIO', path);
    for (const known of [...this.#synced.keys()])
      if (dirname(known) === path && !this.#entries.has(known)) this.#synced.delete(known);
    for (const [known, inode] of this.#entries) if (dirname(known) === path) this.#synced.set(known, inode);
  }

  watch(folder: string, ring: () => void): () => void {
    const bells = this.#bells.get(folder) ?? new Set();
    this.#bells.set(folder, bells.add(ring));
    return () => bells.delete(ring);
  }

  #open(inode: number): DiskFile {
    return {
      append: async (text) => {
        const bytes = typeof text === 'string' ? Buffer.from(text) : Buffer.from(text);
        const room = Math.max(0, this.capacity - this.used);
        const { bytes: before, synced } = this.#inode(inode);
        this.#inodes.set(inode, { bytes: Buffer.concat([before, bytes.subarray(0, room)]), synced });
        if (room < bytes.length) throw error('ENOSPC', String(inode));
      },
      sync: async () => {
        if (this.syncFails) throw error('EIO', String(inode));
        const { bytes } = this.#inode(inode);
        this.#inodes.set(inode, { bytes, synced: bytes });
      },
      truncate: async (length) => {
        const { bytes, synced } = this.#inode(inode);
        this.#inodes.set(inode, { bytes: bytes.subarray(0, length), synced });
      },
      isAt: async (path) => this.#entries.get(path) === inode,
      close: async () => {},
    };
  }

  #file(path: string): number {
    const inode = this.#entries.get(path);
    if (inode === undefined) throw error(this.#entries.has(path) ? 'EISDIR' : 'ENOENT', path);
    return inode;
  }

  #inode(inode: number): Inode {
    const found = this.#inodes.get(inode);
    if (found === undefined) throw new Error(`There is no inode ${inode}.`);
    return found;
  }

  #ring(path: string): void {
    for (const ring of this.#bells.get(dirname(path)) ?? []) setImmediate(ring);
  }
}

/** What a folder of the computer holds, as a disk on which all of it is synced. Files that are not wanted stay there. */
export function loadDisk(folder: string, wanted: (path: string) => boolean): DiskState {
  const inodes = new Map<number, Inode>();
  const entries = new Map<string, number | undefined>([[folder, undefined]]);
  const load = (inner: string) => {
    for (const name of readdirSync(inner)) {
      const path = join(inner, name);
      const isFolder = statSync(path).isDirectory();
      if (!isFolder && !wanted(path)) continue;
      if (!isFolder) inodes.set(inodes.size + 1, { bytes: readFileSync(path), synced: readFileSync(path) });
      entries.set(path, isFolder ? undefined : inodes.size);
      if (isFolder) load(path);
    }
  };
  load(folder);
  return { inodes, entries, synced: new Map(entries) };
}

/** The end of a line that reached the platters, or the memory that outlives a process, though the rest of it did not. */
export interface TornWrite {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The disk as the next process finds it after this one was killed, with as much of a write as came through. */
export function afterKill(state: DiskState, torn?: TornWrite): DiskState {
  const inode = torn === undefined ? undefined : state.entries.get(torn.path);
  const file = inode === undefined ? undefined : state.inodes.get(inode);
  if (torn === undefined || inode === undefined || file === undefined) return state;
  const bytes = Buffer.concat([file.bytes, torn.bytes]);
  return { ...state, inodes: new Map(state.inodes).set(inode, { bytes, synced: file.synced }) };
}

/**
 * The disk after a power cut: what was synced, and no more. A torn write stands on all that its file held before, for
 * bytes reach the platters in any order and that is the order that hides most.
 */
export function afterPowerCut(state: DiskState, torn?: TornWrite): DiskState {
  const entries = new Map([...state.synced].filter(([path]) => hasFolders(state.synced, path)));
  const inodes = new Map([...state.inodes].map(([number, { synced }]) => [number, { bytes: synced, synced }] as const));
  const after = { inodes, entries, synced: entries };
  if (torn === undefined || entries.get(torn.path) === undefined) return after;
  const inode = entries.get(torn.path);
  // A file that a later one replaced, unsynced, has nothing of the write.
  if (inode === undefined || inode !== state.entries.get(torn.path)) return after;
  const before = state.inodes.get(inode)?.bytes ?? Buffer.alloc(0);
  const bytes = Buffer.concat([before, torn.bytes]);
  inodes.set(inode, { bytes, synced: bytes });
  return after;
}

function hasFolders(entries: Entries, path: string): boolean {
  const known = [...entries.keys()][0] ?? '';
  for (let folder = dirname(path); folder.length > known.length; folder = dirname(folder))
    if (!entries.has(folder)) return false;
  return true;
}

function error(code: string, path: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: '${path}'`), { code });
}
