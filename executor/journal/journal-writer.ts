import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { RunEvent } from '../../core/run/events.ts';
import { chainLine } from './hash-chain.ts';
import { type JournalPart, type JournalTail, readJournal } from './read-journal.ts';
import { syncFolder } from './replace-file.ts';

/**
 * The one writer of a run's journal; whoever opens it must hold the lease.
 * Appends are queued, so that those which arrive while the disk syncs share the next sync.
 */
export class JournalWriter {
  #file: FileHandle;
  #tail: JournalTail;
  #queue: { readonly lines: string; readonly sync: boolean; readonly done: PromiseWithResolvers<void> }[] = [];
  #draining = false;

  private constructor(file: FileHandle, tail: JournalTail) {
    this.#file = file;
    this.#tail = tail;
  }

  /** Opens for writing after what is there; a line cut in the middle is taken off first, and said so in the answer. */
  static async open(path: string): Promise<{ readonly writer: JournalWriter; readonly read: JournalPart }> {
    const read = await readJournal(path);
    const file = await open(path, 'a', 0o600);
    if (read.cut) await file.truncate(read.tail.bytes);
    await file.sync();
    await syncFolder(dirname(path));
    return { writer: new JournalWriter(file, read.tail), read };
  }

  /** Resolves when the events are written and, with `sync`, on the disk. */
  append(events: readonly RunEvent[], options: { readonly sync: boolean }): Promise<void> {
    if (events.length === 0) return Promise.resolve();
    const lines = events.map((event) => this.#chained(event)).join('');
    const done = Promise.withResolvers<void>();
    this.#queue.push({ lines, sync: options.sync, done });
    if (!this.#draining) void this.#drain();
    return done.promise;
  }

  async close(): Promise<void> {
    while (this.#draining) await new Promise((resolve) => setImmediate(resolve));
    await this.#file.datasync();
    await this.#file.close();
  }

  #chained(event: RunEvent): string {
    const { line, hash } = chainLine(this.#tail.seq, this.#tail.hash, event);
    this.#tail = { seq: this.#tail.seq + 1, hash, bytes: this.#tail.bytes + Buffer.byteLength(line) + 1 };
    return `${line}\n`;
  }

  async #drain(): Promise<void> {
    this.#draining = true;
    while (this.#queue.length > 0) {
      const batch = this.#queue.splice(0);
      try {
        await this.#file.appendFile(batch.map(({ lines }) => lines).join(''));
        if (batch.some(({ sync }) => sync)) await this.#file.datasync();
        for (const { done } of batch) done.resolve();
      } catch (error) {
        for (const { done } of batch) done.reject(error);
      }
    }
    this.#draining = false;
  }
}
