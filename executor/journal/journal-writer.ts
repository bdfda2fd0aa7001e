import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { FailbackError } from '../../core/failback-error.ts';
import type { RunEvent } from '../../core/run/events.ts';
import type { Disk, DiskFile } from './disk.ts';
import { chainLine, lineFuls } from './hash-chain.ts';
import { fullJournal, saysFull, unwritableJournal, vanishedJournal } from './journal-trouble.ts';
import { type JournalPart, type JournalTail, journalBytes, parseJournal } from './read-journal.ts';
import { computerOf, journalFile, type RunHandle, reserveFile } from './run-directory.ts';

/** Room for what is still to be said when the disk is full: what came of calls under way, and why the run stops. */
const RESERVED_BYTES = 64 * 1024;

interface Append {
  readonly events: readonly RunEvent[];
  readonly sync: boolean;
  readonly done: PromiseWithResolvers<void>;
}

/**
 * The one writer of a run's journal; whoever opens it must hold the lease.
 * Appends are queued, so that those which arrive while the disk syncs share the next sync.
 */
export class JournalWriter {
  readonly #path: string;
  readonly #reserve: string;
  readonly #disk: Disk;
  readonly #file: DiskFile;
  readonly #mayWrite: () => Promise<void>;
  #tail: JournalTail;
  /** Up to where the disk has it for sure: what is behind it an ordinary power cut takes away. */
  #synced: JournalTail;
  /** What made the journal unusable. After half a line nothing may follow: it would be damage that nobody can read over. */
  #broken: FailbackError | undefined;
  /** The disk was full once: intents are taken no more, and what is still said goes where room was reserved. */
  #full: FailbackError | undefined;
  #queue: Append[] = [];
  #draining = false;

  private constructor(run: RunHandle, file: DiskFile, tail: JournalTail, mayWrite: () => Promise<void>) {
    this.#path = journalFile(run);
    this.#reserve = reserveFile(run);
    this.#disk = computerOf(run).disk;
    this.#file = file;
    this.#tail = tail;
    this.#synced = tail;
    this.#mayWrite = mayWrite;
  }

  /**
   * Opens for writing after what is there. The good lines are written into a new file first, which takes the old one's
   * name: so a line cut in the middle is gone, what a failed sync left in memory alone is on the disk, and a process that
   * does not know yet that it lost the run writes where nobody reads.
   * @param mayWrite asked before each group of lines; it throws when the run is somebody else's by now
   */
  static async open(
    run: RunHandle,
    mayWrite: () => Promise<void> = async () => {},
  ): Promise<{ readonly writer: JournalWriter; readonly read: JournalPart }> {
    const path = journalFile(run);
    const { disk } = computerOf(run);
    const bytes = await journalBytes(path, disk);
    const read = parseJournal(bytes, path);
    try {
      await mayWrite();
      const file = await disk.create(`${path}.${process.pid}.draft`);
      await file.append(bytes.subarray(0, read.tail.bytes));
      await file.sync();
      await reserve(disk, reserveFile(run));
      await disk.rename(`${path}.${process.pid}.draft`, path);
      await disk.syncFolder(dirname(path));
      return { writer: new JournalWriter(run, file, read.tail, mayWrite), read };
    } catch (cause) {
      if (cause instanceof FailbackError) throw cause;
      throw saysFull(cause) ? fullJournal(path, cause) : unwritableJournal(path, cause);
    }
  }

  /** How far the journal is written: lines, and the hash of the last. */
  get written(): { readonly lines: number; readonly hash: string } {
    return { lines: this.#tail.seq, hash: this.#tail.hash };
  }

  /** The same of what is on the disk for sure. */
  get synced(): { readonly lines: number; readonly hash: string } {
    return { lines: this.#synced.seq, hash: this.#synced.hash };
  }

  /** Resolves when the events are written and, with `sync`, on the disk. */
  append(events: readonly RunEvent[], { sync }: { readonly sync: boolean }): Promise<void> {
    if (events.length === 0) return Promise.resolve();
    if (this.#broken !== undefined) return Promise.reject(this.#broken);
    const done = Promise.withResolvers<void>();
    this.#queue.push({ events, sync, done });
    if (!this.#draining) void this.#drain();
    return done.promise;
  }

  /** @throws FailbackError what made the journal unusable, or that its disk is full */
  refuseBroken(): void {
    const trouble = this.#broken ?? this.#full;
    if (trouble !== undefined) throw trouble;
  }

  /**
   * A file that was deleted or moved away takes lines and keeps none, so an intent in it would be no intent; and whoever
   * took the run over put a journal of its own there.
   * @throws FailbackError `run-vanished`, or what `mayWrite` throws
   */
  async refuseVanished(): Promise<void> {
    await this.#mayWrite();
    if (await this.#file.isAt(this.#path)) return;
    this.#broken ??= vanishedJournal(this.#path);
    throw this.#broken;
  }

  async close(): Promise<void> {
    while (this.#draining) await new Promise((resolve) => setImmediate(resolve));
    try {
      if (this.#broken === undefined) await this.#file.sync();
    } catch (cause) {
      this.#broken = unwritableJournal(this.#path, cause);
      throw this.#broken;
    } finally {
      await this.#file.close();
    }
  }

  async #drain(): Promise<void> {
    this.#draining = true;
    while (this.#queue.length > 0) {
      const batch = this.#queue.splice(0);
      try {
        await this.#mayWrite();
        const written = await this.#write(batch);
        if (written.some(({ sync }) => sync)) {
          await this.#file.sync();
          this.#synced = this.#tail;
          await this.refuseVanished();
        }
        for (const { done } of written) done.resolve();
      } catch (cause) {
        this.#broken ??= cause instanceof FailbackError ? cause : unwritableJournal(this.#path, cause);
        for (const { done } of [...batch, ...this.#queue.splice(0)]) done.reject(this.#broken);
      }
    }
    this.#draining = false;
  }

  /** Writes a batch, or on a full disk as much of it as closes the run; says what was written. */
  async #write(batch: readonly Append[]): Promise<readonly Append[]> {
    const wanted = this.#full === undefined ? batch : this.#closing(batch, this.#full);
    if (wanted.length === 0) return wanted;
    const { text, tail } = this.#chained(wanted);
    try {
      await this.#file.append(text);
    } catch (cause) {
      if (!saysFull(cause) || this.#full !== undefined) throw cause;
      this.#full = fullJournal(this.#path, cause);
      await this.#file.truncate(this.#tail.bytes);
      await this.#disk.remove(this.#reserve);
      return this.#write(batch);
    }
    this.#tail = tail;
    return wanted;
  }

  #closing(batch: readonly Append[], full: FailbackError): readonly Append[] {
    const refused = batch.filter(({ events }) => events.some(({ kind }) => kind === 'intent'));
    for (const { done } of refused) done.reject(full);
    return batch.filter((append) => !refused.includes(append));
  }

  #chained(batch: readonly Append[]): { readonly text: string; readonly tail: JournalTail } {
    let { seq, hash, bytes } = this.#tail;
    const lines: string[] = [];
    for (const events of lineFuls(batch.flatMap(({ events }) => events))) {
      const next = chainLine(seq, hash, ...events);
      lines.push(`${next.line}\n`);
      seq += 1;
      hash = next.hash;
      bytes += Buffer.byteLength(next.line) + 1;
    }
    return { text: lines.join(''), tail: { seq, hash, bytes } };
  }
}

/** Random bytes, since a file system may keep a file of zeros without giving it any room. */
async function reserve(disk: Disk, path: string): Promise<void> {
  const file = await disk.create(path);
  try {
    await file.append(randomBytes(RESERVED_BYTES));
    await file.sync();
  } finally {
    await file.close();
  }
}
